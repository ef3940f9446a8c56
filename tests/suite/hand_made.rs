//! Hand-made results: records that no simulation wrote, so that writers and charts are tested alone.
//!
//! The story is always one: a pool loses its first member at ten minutes, its users wait half a minute,
//! sign in elsewhere at a steady pace, and some are refused for a while.

use hadr::report::*;

/// A result that grows by what it is told.
pub struct Made(Report);

/// A figure without a spread.
pub fn sure(value: f64) -> Figure {
    Figure { story: value, p5: value, p95: value, worst: value }
}

/// A figure with a spread.
pub fn spread(story: f64, p5: f64, p95: f64, worst: f64) -> Figure {
    Figure { story, p5, p95, worst }
}

fn part(name: &str, amount: Figure) -> PartReport {
    PartReport { name: name.into(), amount }
}

impl Made {
    /// A result without anything in it.
    pub fn titled(title: &str) -> Self {
        Self(Report {
            schema: SCHEMA.into(),
            version: "0.1.0".into(),
            title: title.into(),
            question: None,
            sources: Vec::new(),
            inputs: Vec::new(),
            scenario_hash: "6f2a91c03b7de845".into(),
            uncertain: Vec::new(),
            seed: 42,
            interrupted: None,
            incidents: Vec::new(),
            estimate: None,
            replay: None,
            objectives: Vec::new(),
            assumptions: Vec::new(),
        })
    }

    pub fn asking(mut self, question: &str) -> Self {
        self.0.question = Some(question.into());
        self
    }

    /// One more script, of four hours.
    pub fn incident(mut self, name: &str) -> Self {
        self.0.incidents.push(IncidentReport {
            name: name.into(),
            horizon_seconds: 14_400.0,
            trials: 1_000,
            ended: Ended::Trials,
            story_of_trial: None,
            story: Vec::new(),
            states: Vec::new(),
            notices: Vec::new(),
            recoveries: Vec::new(),
            services: Vec::new(),
            populations: Vec::new(),
            loads: Vec::new(),
        });
        self
    }

    fn last(&mut self) -> &mut IncidentReport {
        self.0.incidents.last_mut().expect("the story told of an incident first")
    }

    /// Something happened.
    pub fn happened(mut self, at_seconds: f64, kind: &str, subject: &str, text: &str) -> Self {
        let (kind, subject, text) = (kind.into(), subject.into(), text.into());
        self.last().story.push(StoryLine { at_seconds, kind, subject, text });
        self
    }

    /// A part is in these states, each from a time on, up to the horizon.
    pub fn states(mut self, kind: &str, name: &str, of: &str, course: &[(f64, &str)]) -> Self {
        let horizon = self.last().horizon_seconds;
        let ends = course.iter().skip(1).map(|(at, _)| *at).chain([horizon]);
        let span = |((from_seconds, state), to_seconds): (&(f64, &str), f64)| StateSpan {
            from_seconds: *from_seconds,
            to_seconds,
            state: (*state).into(),
        };
        let spans = course.iter().zip(ends).map(span).collect();
        self.last().states.push(StatesReport {
            name: name.into(),
            to: None,
            count: 1,
            kind: kind.into(),
            of: Some(of.into()).filter(|of: &String| !of.is_empty()),
            within: Some("lisbon".into()),
            spans,
            steps: Vec::new(),
            left_out: 0,
        });
        self
    }

    /// A runbook that is followed from ten to twelve minutes, with these steps half a minute apart.
    pub fn runbook(mut self, name: &str, steps: &[(&str, bool)]) -> Self {
        self =
            self.states("runbook", name, "", &[(0.0, "idle"), (600.0, "running"), (720.0, "idle")]);
        let marks = (0..).zip(steps).map(|(i, (text, refused))| StepMark {
            at_seconds: 610.0 + 30.0 * f64::from(i),
            text: (*text).into(),
            refused: *refused,
        });
        self.last().states.last_mut().expect("just told of").steps = marks.collect();
        self
    }

    /// The last row stands for so many parts, and as many more are not listed.
    pub fn folded(mut self, to: &str, count: u64) -> Self {
        let row = self.last().states.last_mut().expect("a row was told of first");
        (row.to, row.count, row.left_out) = (Some(to.into()), count, count);
        self
    }

    /// The members of a pool fail one after another and are repaired.
    pub fn falling(mut self, pool: &str, members: &[String]) -> Self {
        self = self.states("service", pool, "", &[(0.0, "up"), (630.0, "out"), (700.0, "up")]);
        for (i, member) in members.iter().enumerate() {
            let at = 600.0 + i as f64;
            let course = [
                (0.0, "up"),
                (at, "failed"),
                (at + 12.5, "in repair"),
                (at + 120.0, "believed down"),
                (at + 130.0, "up"),
            ];
            self = self.states("component", member, pool, &course);
        }
        self
    }

    /// A failure at ten minutes was noticed by a probe.
    pub fn noticed(mut self, by: &str, target: &str) -> Self {
        self.last().notices.push(NoticeReport {
            by: by.into(),
            target: target.into(),
            scheme: "probe every 5 s, 3 misses".into(),
            failed_at_seconds: 600.0,
            noticed_after_seconds: Some(spread(12.5, 10.3, 14.8, 15.0)),
            back_after_seconds: None,
            noticed_in_trials: 1_000,
        });
        self
    }

    /// A pool whose members share `users`; the first one is lost and the others take its share.
    pub fn pool(self, name: &str, members: usize, users: f64, limit: f64) -> Self {
        let names: Vec<String> = (1..=members).map(|i| format!("{name}-{i:02}")).collect();
        self.pool_of(name, &names, users, limit)
    }

    /// As [`Made::pool`], with members of these names.
    pub fn pool_of(mut self, name: &str, members: &[String], users: f64, limit: f64) -> Self {
        let count = members.len() as f64;
        let (share, more) = (users / count, users / (count - 1.0).max(1.0));
        let member = |(i, name): (usize, &String)| {
            let after = if i == 0 { 0.0 } else { more };
            MemberReport {
                name: name.clone(),
                limit: Some(limit),
                before: sure(share),
                peak: spread(share.max(after), share, share.max(after), share.max(after) * 1.1),
                after: sure(after),
                over_limit_seconds: sure(if after > limit { 900.0 } else { 0.0 }),
            }
        };
        let members = members.iter().enumerate().map(member).collect();
        self.last().services.push(ServiceReport {
            name: name.into(),
            unit: "users".into(),
            outages: sure(0.0),
            outage_seconds: sure(0.0),
            unprotected_seconds: sure(900.0),
            unprotected_because: vec!["one more member down refuses users".into()],
            moved: sure(share),
            refused_peak: spread(0.0, 0.0, 120.0, 300.0),
            data: Vec::new(),
            members,
        });
        self
    }

    /// Users of whom `share` lose their server at ten minutes.
    pub fn users(mut self, name: &str, users: f64, share: f64) -> Self {
        let lost = users * share;
        let point = |at_seconds, waiting, refused: f64| UsersPoint {
            at_seconds,
            full: users - waiting - refused - refused,
            limited: refused,
            waiting,
            refused,
        };
        let over_time = vec![
            point(0.0, 0.0, 0.0),
            point(600.0, 0.0, 0.0),
            point(600.0, lost, 0.0),
            point(630.0, lost, 0.0),
            point(780.0, lost * 0.2, lost * 0.2),
            point(900.0, 0.0, lost * 0.2),
            point(900.0, 0.0, 0.0),
            point(14_400.0, 0.0, 0.0),
        ];
        let threshold = |name: &str, count: f64| ThresholdReport {
            threshold: name.into(),
            interruptions: sure(count),
            longest_seconds: sure(300.0 * count),
            total_seconds: sure(300.0 * count),
            by_phase: vec![
                part("undetected", sure(15.0 * count)),
                part("reconnecting", sure(285.0 * count)),
                part("repairing", sure(0.0)),
            ],
        };
        self.last().populations.push(PopulationReport {
            name: name.into(),
            feature: "sign-in".into(),
            users,
            thresholds: vec![
                threshold("anybody", 1.0),
                threshold("more than 5 %", 1.0),
                threshold("everybody", 0.0),
            ],
            waits_seconds: Some(WaitsReport {
                users: sure(lost),
                median: spread(62.5, 58.0, 67.0, 70.0),
                p95: spread(280.0, 270.0, 288.0, 290.0),
                worst: spread(300.0, 295.0, 302.0, 304.0),
            }),
            lost_user_minutes: sure(lost * 2.0),
            lost_by_phase: vec![
                part("undetected", sure(lost * 0.5)),
                part("reconnecting", sure(lost * 1.5)),
            ],
            lost_by_chain: vec![part("web-01 fails", sure(lost * 2.0))],
            over_time,
            features: Vec::new(),
        });
        self
    }

    /// Users whom nothing ever happens to.
    pub fn calm_users(self, name: &str, users: f64) -> Self {
        let mut made = self.users(name, users, 0.0);
        let population = made.last().populations.last_mut().expect("just told of");
        population.waits_seconds = None;
        population.thresholds.clear();
        made
    }

    /// An estimate of one service over 200 trials of ten years.
    pub fn long_run(mut self, service: &str, outages_seen: u64) -> Self {
        let seen = outages_seen > 0;
        let some = |value, lower, upper| EstimateFigure {
            value: if seen { value } else { 0.0 },
            lower: if seen { lower } else { 0.0 },
            upper,
        };
        self.0.estimate = Some(EstimateReport {
            horizon_seconds: 315_576_000.0,
            warm_up_seconds: 0.0,
            trials: 200,
            ended: Ended::Trials,
            precision: None,
            start: "new".into(),
            failures_and_repairs: 48_210,
            events: 96_420,
            services: vec![LongRunService {
                name: service.into(),
                unavailability: some(4.7e-5, 4.1e-5, 5.3e-5),
                unavailability_by_inputs: None,
                outages_seen,
                outages_per_year: some(0.32, 0.28, 0.36),
                mean_outage_seconds: seen.then_some(some(4_620.0, 4_100.0, 5_200.0)),
                mean_up_seconds: seen.then_some(some(9.8e7, 9.0e7, 1.1e8)),
                yearly: Some(YearlyReport {
                    years: 2_000,
                    years_with: if seen { 500 } else { 0 },
                    mean: some(1_483.0, 1_294.0, 1_673.0),
                    p50: EstimateFigure::default(),
                    p95: some(9_240.0, 8_200.0, 10_400.0),
                    p99: some(17_000.0, 14_400.0, 20_100.0),
                    exceedance: vec![
                        ExceedancePoint { seconds: 0.0, share: some(0.25, 0.23, 0.27) },
                        ExceedancePoint { seconds: 8_192.0, share: some(0.06, 0.05, 0.072) },
                        ExceedancePoint { seconds: 16_384.0, share: some(0.0, 0.0, 0.0037) },
                    ],
                }),
                first: Some(FirstReport {
                    seen: if seen { 192 } else { 0 },
                    none: match seen {
                        true => EstimateFigure { value: 0.04, lower: 0.017, upper: 0.077 },
                        false => EstimateFigure { value: 1.0, lower: 0.982, upper: 1.0 },
                    },
                    mean_seconds: None,
                    p50_seconds: seen.then_some(some(6.8e7, 5.9e7, 7.9e7)),
                }),
                unprotected_by_reason: Vec::new(),
                unprotected: EstimateFigure { value: 0.023, lower: 0.021, upper: 0.025 },
                unprotected_seen: 2_300,
                limited: None,
                peak_member_load: 8_000.0,
                mean_member_load: 6_667.0,
                planned: None,
                outage_seconds_per_year_by_chain: Vec::new(),
                outage_seconds_per_year_by_class: Vec::new(),
                worst_trials: Vec::new(),
            }],
            populations: Vec::new(),
            loads: Vec::new(),
            contracts: Vec::new(),
            recovery_limits: Vec::new(),
            maintenance: Vec::new(),
            convergence: Vec::new(),
            perfecting: Vec::new(),
        });
        self
    }

    /// An open load of a hundred thousand requests.
    pub fn load(mut self, name: &str, to: &str) -> Self {
        self.last().loads.push(LoadReport {
            name: name.into(),
            to: to.into(),
            unit: "requests".into(),
            made: sure(100_000.0),
            failed: spread(1_250.0, 1_030.0, 1_480.0, 1_500.0),
            refused: sure(0.0),
            failing_seconds: spread(12.5, 10.3, 14.8, 15.0),
        });
        self
    }

    /// What the long run costs the users.
    pub fn long_run_users(mut self, name: &str) -> Self {
        let figure = |value: f64| EstimateFigure { value, lower: 0.9 * value, upper: 1.1 * value };
        let chain = |amount| ChainShare {
            chain: "server failed while another was down".into(),
            amount,
            lower: amount * 0.5,
            upper: amount * 1.5,
        };
        let estimate = self.0.estimate.as_mut().expect("the story told of the long run first");
        estimate.services[0].outage_seconds_per_year_by_chain.push(chain(1_483.0));
        estimate.populations.push(LongRunPopulation {
            name: name.into(),
            mean_users_lacking: figure(0.5),
            unavailability: figure(1.25e-5),
            planned: None,
            unavailability_by_inputs: None,
            interruptions_per_year: vec![ThresholdRate {
                threshold: "anybody".into(),
                seen: 25_000,
                per_year: figure(12.5),
                unavailability: figure(2.5e-4),
                mean_seconds: Some(figure(631.2)),
                mean_up_seconds: Some(figure(2.52e6)),
                yearly: None,
                first: None,
            }],
            lost_user_minutes_per_year_by_chain: vec![chain(262_980.0)],
            lost_user_minutes_per_year_by_class: Vec::new(),
            lost_user_minutes_per_year_by_phase: Vec::new(),
            worst_trials: Vec::new(),
            in_full: None,
            features: Vec::new(),
        });
        self
    }

    /// What was demanded, and how it fared.
    pub fn objective(mut self, name: &str, demand: &str, seen: &str, verdict: Verdict) -> Self {
        let incident = self.0.incidents.last().map(|i| i.name.clone());
        let (name, demand, seen) = (name.into(), demand.into(), seen.into());
        self.0.objectives.push(ObjectiveReport { name, demand, incident, seen, verdict });
        self
    }

    /// A default in force.
    pub fn assuming(mut self, what: &str, value: &str, source: &str) -> Self {
        let (what, value, source) = (what.into(), value.into(), source.into());
        self.0.assumptions.push(AssumptionReport { what, value, source });
        self
    }

    pub fn report(self) -> Report {
        self.0
    }
}

/// One of six web servers fails: all sections of a result.
pub fn six_servers() -> Report {
    Made::titled("One of six web servers fails")
        .asking("Do the other five carry its users, and how long do its users wait?")
        .incident("web-down")
        .happened(600.0, "failed", "web-01", "web-01 fails; 6,667 users lose their server")
        .happened(612.5, "noticed", "web-01", "web notices that web-01 is down")
        .happened(900.0, "returned", "web", "everybody is served again")
        .falling("web", &["web-01".into()])
        .folded("web-07", 3)
        .runbook("reset", &[("web is drained", false), ("web is reset", true)])
        .noticed("web", "web-01")
        .pool("web", 6, 40_000.0, 7_500.0)
        .users("staff", 40_000.0, 1.0 / 6.0)
        .load("calls", "web")
        .long_run("web", 640)
        .long_run_users("staff")
        .objective("recovery", "all users within 15 min", "worst 5 min", Verdict::Met)
        .assuming("services.web.spread", "even", "the common default")
        .report()
}
