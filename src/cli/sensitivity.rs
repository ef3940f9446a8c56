//! `hadr sensitivity`: a scenario in, what each of its rates and delays matters out.

use super::args::{Color, Sensitivity};
use super::designs::{fail, reject};
use super::exit::Exit;
use crate::report::Record;
use crate::scenario::Source;
use crate::study::{self, Options};

/// Varies its rates and delays one at a time.
pub(super) fn sensitivity(args: &Sensitivity, color: Color) -> Exit {
    if let Some(trouble) = args.shared.trouble(std::slice::from_ref(&args.file)) {
        return trouble;
    }
    let source = match Source::read(&args.file) {
        Ok(source) => source,
        Err(rejection) => return reject(&rejection, color),
    };
    if let Some(trouble) = args.shared.trouble_with_source(&args.file, &source) {
        return trouble;
    }
    let (shared, of) = (&args.shared, args.of.as_deref());
    let varied = |options: &Options| {
        study::sensitivity(&source, of, args.factor, options, shared.horizon, args.most)
    };
    match shared.run(varied) {
        Ok(report) => {
            let parameters = report.tornadoes.first().map_or(0, |tornado| tornado.bars.len());
            let seed = report.run.seed;
            let summary = match report.left_out.len() {
                0 => format!("{parameters} rates and delays; seed {seed}"),
                out => format!("{parameters} rates and delays, {out} left out; seed {seed}"),
            };
            let run = report.run.clone();
            shared.write(&Record::Sensitivity(Box::new(report)), &run, &summary, color)
        }
        Err(error) => fail(&error, color),
    }
}
