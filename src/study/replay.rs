//! One trial of the long run as a record: its figures, and the story of its worst episodes.
//!
//! An episode is a maximal time in which, throughout, some service was out or somebody lacked
//! something. It is told from the first failure that its chains name until it is over.

use super::tell;
use crate::estimator::{Failure, Replay};
use crate::metric::{Excerpt, Threshold, USER_SECOND};
use crate::quantity::{Micro, Span, Time};
use crate::report::*;
use crate::system::port::{Harm, Named, Part, Reason, Whose};
use crate::system::{ChainId, Outcome, Phase, ServiceId, System};
use std::collections::{BTreeMap, BTreeSet};

/// Episodes that are told.
const TOLD: usize = 5;
/// Lines of the story of one episode at most, and how many of them are its end.
const LINES: usize = 1_000;
const ENDING: usize = 200;
/// Minutes in a second, the factor of `worst_trials`.
const MINUTES: f64 = 1.0 / 60.0;

/// A time in which somebody lacked something throughout.
struct Episode<'h> {
    from: Time,
    to: Time,
    over: bool,
    harms: Vec<&'h Harm>,
}

/// What an episode costs, in the order in which it counts: user time without service, user time
/// without what else is wanted, time out of services.
type Cost = (u128, u128, Span);

/// The record of a trial; `of` names the service asked about.
pub(super) fn report(
    system: &System,
    replay: &Replay<'_>,
    of: Option<&str>,
    thresholds: &[Threshold],
) -> Result<ReplayReport, Failure> {
    let outcome = replay.figures(system, thresholds)?;
    let audiences = audiences(system);
    let asked = |whose: &Whose| {
        let home = match *whose {
            Whose::Service(service) => service,
            Whose::Audience(at) => audiences[at as usize].2,
        };
        of.is_none_or(|of| of == system.service_name(home))
    };
    let mut harms: Vec<&Harm> =
        outcome.told.harms.iter().filter(|harm| asked(&harm.whose)).collect();
    harms.sort_by_key(|harm| (harm.from, harm.to, harm.whose));
    let populations = system.populations().count();
    let mut episodes = episodes(&harms);
    // Stable: of equal ones the earlier comes first.
    episodes.sort_by_key(|episode| std::cmp::Reverse(episode.cost(populations)));
    let left_out = episodes.split_off(TOLD.min(episodes.len()));
    let excerpts: Vec<Excerpt> =
        episodes.iter().map(|episode| episode.excerpt(&outcome.told.reasons)).collect();
    let story = replay.story(system, &excerpts)?;
    let told = episodes.iter().zip(&excerpts);
    let figure = |metric, subject: u32, part: Part| {
        let mut measured = outcome.measured.iter();
        let found = measured.find(|m| (m.metric, m.subject, &m.part) == (metric, subject, &part));
        found.map_or(0.0, |found| found.value)
    };
    let whole = |metric, subject| figure(metric, subject, Part::Whole);
    let services = system.services().filter(|(id, _)| asked(&Whose::Service(*id)));
    Ok(ReplayReport {
        trial: replay.trial,
        horizon_seconds: replay.study.horizon.secs_f64(),
        warm_up_seconds: replay.study.warm_up.secs_f64(),
        start: replay.study.start.word().to_owned(),
        failures_and_repairs: outcome.failures_and_repairs,
        events: outcome.events,
        services: services
            .map(|(id, name)| ReplayedService {
                name: name.to_owned(),
                outages: whole("outages", id.at() as u32) as u64,
                outage_seconds: whole("outage seconds", id.at() as u32),
                longest_seconds: whole("longest outage seconds", id.at() as u32),
            })
            .collect(),
        populations: (0..audiences.len() as u32)
            .filter(|at| asked(&Whose::Audience(*at)))
            .map(|at| ReplayedPopulation {
                name: audiences[at as usize].0.clone(),
                feature: audiences[at as usize].1.clone(),
                // The first threshold is anybody.
                interruptions: figure("interruptions", at, Part::Number(0)) as u64,
                lost_user_minutes: whole("lost user seconds", at) * MINUTES,
                longest_seconds: figure("longest interruption seconds", at, Part::Number(0)),
            })
            .collect(),
        episodes: told
            .map(|(episode, excerpt)| {
                let lines = lines(system, excerpt, &story);
                episode.report(system, &audiences, &outcome.chains, excerpt, lines)
            })
            .collect(),
        episodes_left_out: {
            let costs = left_out.iter().map(|episode| episode.cost(populations));
            let (lost, _, out) = costs.fold((0, 0, Span::ZERO), |sum, cost| {
                (sum.0 + cost.0, sum.1 + cost.1, sum.2 + cost.2)
            });
            EpisodesLeftOut {
                count: left_out.len() as u64,
                lost_user_minutes: minutes(lost),
                outage_seconds: out.secs_f64(),
            }
        },
    })
}

/// By audience: the name of its population, what it wants, and its home.
fn audiences(system: &System) -> Vec<(String, String, ServiceId)> {
    let of = |people, feature: &str| {
        (system.population_name(people).to_owned(), feature.to_owned(), system.home(people))
    };
    let whole = system.populations().map(|(id, _)| of(id, ""));
    let wants = system.wants().map(|(people, name)| match name {
        "" => of(people, "service in full"),
        name => of(people, name),
    });
    whole.chain(wants).collect()
}

/// Harms, in order of time, that overlap or touch.
fn episodes<'h>(harms: &[&'h Harm]) -> Vec<Episode<'h>> {
    let mut episodes: Vec<Episode<'h>> = Vec::new();
    for harm in harms.iter().copied() {
        match episodes.last_mut() {
            Some(last) if harm.from <= last.to => {
                last.to = last.to.max(harm.to);
                last.over &= harm.over;
                last.harms.push(harm);
            }
            _ => {
                let Harm { from, to, over, .. } = *harm;
                episodes.push(Episode { from, to, over, harms: vec![harm] });
            }
        }
    }
    episodes
}

fn minutes(lost: u128) -> f64 {
    lost as f64 / USER_SECOND * MINUTES
}

/// What happened in an excerpt, in words.
fn lines(system: &System, excerpt: &Excerpt, story: &Outcome) -> Vec<StoryLine> {
    let told = story.told.story.iter();
    let told = told.filter(|(now, transition)| excerpt.tells(*now, transition, system));
    let told: Vec<_> = told.copied().collect();
    tell::story(system, &told, &story.chains)
}

impl Episode<'_> {
    fn cost(&self, populations: usize) -> Cost {
        let (mut lost, mut wanted, mut out) = (0, 0, Span::ZERO);
        for harm in &self.harms {
            match harm.whose {
                Whose::Audience(at) if (at as usize) < populations => lost += harm.lost,
                Whose::Audience(_) => wanted += harm.lost,
                Whose::Service(_) => out += harm.to - harm.from,
            }
        }
        (lost, wanted, out)
    }

    /// What is told of it: the failures count that were named within it, for what was lacked in it.
    fn excerpt(&self, reasons: &[Reason]) -> Excerpt {
        let chains: BTreeSet<ChainId> =
            self.harms.iter().flat_map(|harm| harm.by_chain.iter().map(|(at, _)| *at)).collect();
        let first = reasons.partition_point(|reason| reason.at < self.from);
        let within = reasons[first..].iter().take_while(|reason| reason.at <= self.to);
        let behind = within.filter(|reason| chains.contains(&reason.chain));
        let failures: BTreeSet<Named> = behind
            .flat_map(|reason| reason.failures.iter().copied())
            .filter(|failure| failure.struck < self.from)
            .collect();
        Excerpt { from: self.from, to: self.to, failures: failures.into_iter().collect() }
    }

    fn report(
        &self,
        system: &System,
        audiences: &[(String, String, ServiceId)],
        chains: &[String],
        excerpt: &Excerpt,
        mut story: Vec<StoryLine>,
    ) -> EpisodeReport {
        let left_out = story.len().saturating_sub(LINES);
        if left_out > 0 {
            let first = LINES - ENDING;
            story.drain(first..first + left_out);
        }
        let mut by_whose: BTreeMap<Whose, Vec<&Harm>> = BTreeMap::new();
        for harm in &self.harms {
            by_whose.entry(harm.whose).or_default().push(harm);
        }
        let mut report = EpisodeReport {
            first_failure_seconds: excerpt.begins().secs_f64(),
            from_seconds: self.from.secs_f64(),
            to_seconds: self.to.secs_f64(),
            over: self.over,
            services: Vec::new(),
            populations: Vec::new(),
            story,
            story_lines_left_out: left_out as u64,
        };
        let words = |chain: ChainId| chains.get(chain.at()).cloned().unwrap_or_default();
        for (whose, harms) in by_whose {
            let lasted = |harm: &&Harm| harm.to - harm.from;
            let seconds = harms.iter().map(lasted).fold(Span::ZERO, |sum, more| sum + more);
            match whose {
                Whose::Service(id) => {
                    // A service is out by one chain at a time.
                    let out = harms.iter().filter_map(|harm| {
                        let (chain, _) = *harm.by_chain.first()?;
                        Some((chain, u128::from(lasted(harm).micros())))
                    });
                    report.services.push(EpisodeService {
                        name: system.service_name(id).to_owned(),
                        outage_seconds: seconds.secs_f64(),
                        by_chain: parts(out, words, |micros| {
                            Span::from_micros(micros as u64).secs_f64()
                        }),
                    });
                }
                Whose::Audience(at) => {
                    let (name, feature, _) = &audiences[at as usize];
                    let lost = harms.iter().map(|harm| harm.lost).sum();
                    let most: Micro = harms.iter().map(|harm| harm.most).max().unwrap_or_default();
                    let of_phase = |phase: &Phase| EpisodePart {
                        name: phase.word().to_owned(),
                        amount: minutes(
                            harms.iter().map(|harm| harm.by_phase[*phase as usize]).sum(),
                        ),
                    };
                    let by_chain = harms.iter().flat_map(|harm| harm.by_chain.iter().copied());
                    report.populations.push(EpisodePopulation {
                        name: name.clone(),
                        feature: feature.clone(),
                        most_users: most as f64 / 1e6,
                        lacking_seconds: seconds.secs_f64(),
                        lost_user_minutes: minutes(lost),
                        by_phase: Phase::ALL
                            .iter()
                            .map(of_phase)
                            .filter(|part| part.amount > 0.0)
                            .collect(),
                        by_chain: parts(by_chain, words, minutes),
                    });
                }
            }
        }
        report
    }
}

/// Amounts by chain, largest first.
fn parts(
    amounts: impl Iterator<Item = (ChainId, u128)>,
    words: impl Fn(ChainId) -> String,
    unit: impl Fn(u128) -> f64,
) -> Vec<EpisodePart> {
    let mut sums: BTreeMap<ChainId, u128> = BTreeMap::new();
    for (chain, amount) in amounts {
        *sums.entry(chain).or_default() += amount;
    }
    let mut sums: Vec<(ChainId, u128)> = sums.into_iter().collect();
    sums.sort_by_key(|(chain, amount)| (std::cmp::Reverse(*amount), *chain));
    sums.into_iter()
        .map(|(chain, amount)| EpisodePart { name: words(chain), amount: unit(amount) })
        .collect()
}
