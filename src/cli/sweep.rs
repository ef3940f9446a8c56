//! `hadr sweep`: a scenario and other values in, figures at every point out.

use super::args::{Color, Sweep};
use super::designs::{fail, reject};
use super::exit::Exit;
use super::stream::complain;
use crate::report::Record;
use crate::scenario::{Source, axis};
use crate::study;

/// Sweeps it.
pub(super) fn sweep(args: &Sweep, color: Color) -> Exit {
    if let Some(trouble) = args.shared.trouble(std::slice::from_ref(&args.file)) {
        return trouble;
    }
    let mut axes = Vec::new();
    let mut wrong = false;
    for param in &args.params {
        match axis(param, args.most) {
            Ok(axis) => axes.push(axis),
            Err(error) => {
                complain(error);
                wrong = true;
            }
        }
    }
    let source = match Source::read(&args.file) {
        Ok(source) => source,
        Err(rejection) => return reject(&rejection, color),
    };
    if wrong {
        return Exit::Usage;
    }
    if let Some(trouble) = args.shared.trouble_with_source(&args.file, &source) {
        return trouble;
    }
    let (horizon, most) = (args.shared.horizon, args.most);
    match args.shared.run(|options| study::sweep(&source, &axes, options, horizon, most)) {
        Ok(report) => {
            let summary = format!("{} points; seed {}", report.points.len(), report.run.seed);
            let run = report.run.clone();
            args.shared.write(&Record::Sweep(Box::new(report)), &run, &summary, color)
        }
        Err(error) => fail(&error, color),
    }
}
