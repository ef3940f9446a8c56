//! Charts.
use crate::hand_made::*;
use hadr::chart::{Format, draw};

#[test]
fn look_charts() {
    let dir = std::path::Path::new("/tmp/look");
    std::fs::create_dir_all(dir).unwrap();
    let six = six_servers();
    let many = |n: usize, stem: &str| {
        let names: Vec<String> = (1..=n).map(|i| format!("{stem}-{i:02}")).collect();
        Made::titled("A pool of many servers loses one of them while the sun shines and everybody works from home, which is a very long title that must wrap")
            .incident("web-down").pool_of("web", &names, 40_000.0, 60_000.0 / n as f64)
            .users("staff", 40_000.0, 1.0 / n as f64).report()
    };
    let two = Made::titled("Two")
        .incident("x")
        .pool("web", 4, 100.0, 40.0)
        .pool("proxy-with-quite-a-long-name", 2, 100.0, 60.0)
        .users("lisbon-inside", 17_500.0, 1.0)
        .users("porto", 7_500.0, 0.3)
        .calm_users("madrid", 12.0)
        .report();
    let calm = Made::titled("Calm").incident("x").calm_users("staff", 10.0).report();
    for (name, r) in [
        ("six", six),
        ("one", many(1, "web")),
        ("forty", many(40, "web")),
        ("hundred", many(100, "web")),
        ("long", many(6, "front-end-server-of-the-lisbon-datacentre-in-room")),
        ("long40", many(40, "front-end-server-of-the-lisbon-datacentre-in-room")),
        ("two", two),
        ("calm", calm),
        ("many", many(300, "w")),
    ] {
        for kind in ["users", "load"] {
            match draw(&r, kind, None, Format::Png) {
                Ok(b) => {
                    std::fs::write(dir.join(format!("{name}-{kind}.png")), b).unwrap();
                    std::fs::write(
                        dir.join(format!("{name}-{kind}.svg")),
                        draw(&r, kind, None, Format::Svg).unwrap(),
                    )
                    .unwrap();
                }
                Err(e) => println!("{name} {kind}: {e}"),
            }
        }
    }
}
