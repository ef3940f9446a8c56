//! A mirrored database: how writes are acknowledged, who lets the mirror take over, and what a loss
//! costs.

use super::Decoder;
use crate::detection::{Heartbeat, Lease};
use crate::quantity::Span;
use crate::random::Law;
use crate::redundancy::{Arm, Commit, OnMirrorLoss, Resync, Session};
use crate::scenario::describe::{
    CheckText, DeciderText, Description, MechanismText, MirrorText, Name, ServiceText,
};
use crate::scenario::fields::Fields;
use crate::scenario::problem::{Problem, code};
use crate::scenario::tree::{Kind, Node};
use std::sync::Arc;

/// A silent partner is given up after this, and pinged so often, unless told otherwise.
const SESSION: Session = Session { timeout: Span::from_secs(10), ping: Span::from_secs(1) };
/// A partner takes this long to catch up with an hour, unless told otherwise.
const PER_HOUR: Span = Span::from_secs(360);

const DECIDERS: &[&str] = &["witness", "monitor", "lease", "manual"];

impl<'t> Decoder<'t> {
    /// A mirrored database.
    pub fn mirror(
        &mut self,
        node: &'t Node<'t>,
        service: &mut ServiceText,
        file: &mut Description,
    ) {
        let Some(mut fields) = self.fields("a mirror", node) else { return };
        self.inherit(&mut fields);
        let partners = self.need(&mut fields, "partners", |_, node| Some(node));
        if let Some(partners) = partners {
            self.members(partners, service, file);
        }
        let owner = service.name.text.clone();
        let commit = self.commit(&mut fields, &owner);
        let synchronous = !matches!(commit, Some(Commit::Asynchronous(_)));
        let mut heartbeat = None;
        let failover = self.need(&mut fields, "failover", |this, node| {
            Some(this.decider(node, synchronous, service, &mut heartbeat))
        });
        let session = self.session(&mut fields, heartbeat, failover.is_some(), &owner);
        let on_mirror_loss = self.on_mirror_loss(&mut fields, synchronous, &owner);
        let resync = self.take(&mut fields, "resync", Self::resync);
        if !fields.has("resync") {
            let source = "invented: a tenth of the time that it was away";
            self.note("services", "mirror.resync.per_hour_missed", "6 min", source, &owner);
        }
        self.service_fields(&mut fields, service);
        self.finish(fields, &[]);
        service.mechanism = MechanismText::Mirror(Box::new(MirrorText {
            commit: commit.unwrap_or(Commit::Synchronous),
            decider: failover.flatten(),
            on_mirror_loss: on_mirror_loss.unwrap_or_default(),
            session,
            resync: resync.unwrap_or(Resync::PerHourMissed(PER_HOUR)),
        }));
    }

    fn commit(&mut self, fields: &mut Fields<'t>, owner: &str) -> Option<Commit> {
        let known = &["synchronous", "asynchronous"];
        self.need(fields, "commit", |this, node| {
            let variant = this.variant("a commit", node, known, &[])?;
            if variant.name == "synchronous" {
                this.bare(node, &variant)?;
                return Some(Commit::Synchronous);
            }
            let mut lag = None;
            if matches!(variant.value.kind, Kind::Map(_)) {
                let mut fields = this.fields("an asynchronous commit", variant.value)?;
                lag = this.take(&mut fields, "lag", Self::law);
                this.finish(fields, &[]);
            } else {
                this.bare(node, &variant)?;
            }
            if lag.is_none() {
                let source = "a write is on the mirror when the links have carried it";
                let field = "mirror.commit.asynchronous.lag";
                this.note("services", field, "the latency between the partners", source, owner);
            }
            Some(Commit::Asynchronous(lag))
        })
    }

    /// Who lets the mirror take over; `heartbeat` is that of the witness.
    fn decider(
        &mut self,
        node: &'t Node<'t>,
        synchronous: bool,
        service: &mut ServiceText,
        heartbeat: &mut Option<Session>,
    ) -> Option<DeciderText> {
        let variant = self.variant("a failover", node, DECIDERS, &[])?;
        let owner = service.name.text.clone();
        match variant.name {
            "witness" => {
                let mut fields = self.fields("a failover by a witness", variant.value)?;
                let by = self.need(&mut fields, "by", Self::name);
                *heartbeat = self.need(&mut fields, "detect", Self::witness_check);
                let redo = self.need(&mut fields, "redo", Self::redo);
                let arm = self.arm(&mut fields, &owner);
                self.finish(fields, &[]);
                if !synchronous {
                    let message = "a witness lets nobody take over who may lack a write";
                    let help = "state \"commit\": \"synchronous\", or another failover";
                    let place = variant.place;
                    self.problem(Problem::new(code::IMPOSSIBLE_MIRROR, place, message).help(help));
                }
                if let Some(Session { timeout, ping }) = *heartbeat {
                    let detection = Arc::new(Heartbeat { timeout, ping, fail_fast: true });
                    service.check =
                        Some(CheckText { detection, clients: None, person: None, from: None });
                }
                Some(DeciderText::Witness { by: by?, redo: redo?, arm: arm.unwrap_or_default() })
            }
            "monitor" => {
                let mut fields = self.fields("a failover by a monitor", variant.value)?;
                let by = self.need(&mut fields, "by", Self::name);
                service.check = self.need(&mut fields, "detect", |this, node| {
                    let mut check = this.check(node, &owner)?;
                    // It sees from where the monitor stands.
                    check.from = check.from.or_else(|| by.clone());
                    if check.clients.is_some() {
                        let message = "clients that find out promote nobody";
                        let help = "state a check that the monitor makes, such as a `probe`";
                        let problem = Problem::new(code::IMPOSSIBLE_MIRROR, node.place, message);
                        this.problem(problem.help(help));
                    }
                    Some(check)
                });
                let promote = self.need(&mut fields, "promote", Self::redo);
                self.finish(fields, &[]);
                Some(DeciderText::Monitor { by: by?, promote: promote? })
            }
            "lease" => {
                let mut fields = self.fields("a failover by a lease", variant.value)?;
                let store = self.need(&mut fields, "store", Self::name);
                let lease = self.need(&mut fields, "detect", |this, node| {
                    let variant = this.variant("the check of a lease", node, &["lease"], &[])?;
                    this.lease(variant.value, &owner, None)
                });
                let decide = self.take(&mut fields, "decide", Self::law);
                if !fields.has("decide") {
                    let source = "the only candidate gets the lease at once";
                    self.note("services", "mirror.failover.lease.decide", "0 s", source, &owner);
                }
                let promote = self.need(&mut fields, "promote", Self::redo);
                self.finish(fields, &[]);
                if let Some(lease) = lease {
                    let detection = Arc::new(lease);
                    service.check =
                        Some(CheckText { detection, clients: None, person: None, from: None });
                }
                let decide = decide.or_else(|| Law::fixed(Span::ZERO).ok());
                Some(DeciderText::Lease {
                    store: store?,
                    lease: lease?,
                    decide: decide?,
                    promote: promote?,
                })
            }
            _ => {
                let mut fields = self.fields("a manual failover", variant.value)?;
                let by = self.need(&mut fields, "by", Self::name);
                let promote = self.need(&mut fields, "promote", Self::redo);
                self.finish(fields, &[]);
                let person = by?;
                let by_order = person.text == "runbook";
                if !by_order {
                    service.check = Some(CheckText {
                        detection: Arc::new(crate::detection::AtOnce),
                        clients: None,
                        from: None,
                        person: Some(person),
                    });
                }
                Some(DeciderText::Manual { person: !by_order, promote: promote? })
            }
        }
    }

    fn arm(&mut self, fields: &mut Fields<'t>, owner: &str) -> Option<Arm> {
        let known = &["all_three_connected", "mirror_and_witness"];
        if !fields.has("arm") {
            let source = "the conservative of two readings: operating modes, not role switching";
            let (field, value) = ("mirror.failover.witness.arm", "all_three_connected");
            self.note("services", field, value, source, owner);
        }
        self.take(fields, "arm", |this, node| {
            Some(match this.word("a condition", node, known, &[])? {
                "all_three_connected" => Arm::AllThree,
                _ => Arm::MirrorAndWitness,
            })
        })
    }

    /// The heartbeat of a pair and its witness.
    fn witness_check(&mut self, node: &'t Node<'t>) -> Option<Session> {
        let variant = self.variant("the check of a witness", node, &["heartbeat"], &[])?;
        let (timeout, ping) = self.beat(variant.value, None)?;
        Some(Session { timeout, ping })
    }

    /// Time-out and ping of a heartbeat, and where it stands if it may say so.
    pub fn beat(
        &mut self,
        node: &'t Node<'t>,
        from: Option<&mut Option<Name>>,
    ) -> Option<(Span, Span)> {
        let mut fields = self.fields("a heartbeat", node)?;
        let timeout = self.need(&mut fields, "timeout", Self::positive_span);
        let ping = self.need(&mut fields, "ping", Self::positive_span);
        let place = fields.place_of("ping");
        if let Some(from) = from {
            *from = self.standpoint(&mut fields);
        } else {
            self.no_standpoint(&mut fields, "the ends of a session watch each other");
        }
        self.finish(fields, &["coverage", "false_alarms"]);
        let (timeout, ping) = (timeout?, ping?);
        if ping > timeout {
            let message = "no ping is sent within the time-out of the heartbeat";
            let help = "shorten `ping`, or lengthen `timeout`";
            self.problem(Problem::new(code::IMPOSSIBLE_CHECK, place, message).help(help));
            return None;
        }
        Some((timeout, ping))
    }

    /// Nobody else watches: `why` not.
    fn no_standpoint(&mut self, fields: &mut Fields<'t>, why: &str) {
        if fields.has("watches_from") {
            let place = fields.place_of("watches_from");
            let message = format!("{why}: nobody watches from elsewhere");
            let problem = Problem::new(code::MEANINGLESS, place, message);
            self.problem(problem.help("remove `watches_from`"));
            self.take(fields, "watches_from", Self::name);
        }
    }

    /// A lease, and from where its loss is seen if that may be said.
    pub fn lease(
        &mut self,
        node: &'t Node<'t>,
        owner: &str,
        from: Option<&mut Option<Name>>,
    ) -> Option<Lease> {
        let mut fields = self.fields("a lease", node)?;
        let ttl = self.need(&mut fields, "ttl", Self::positive_span);
        let mut place = node.place;
        let refresh = self.need(&mut fields, "refresh", |this, node| {
            place = node.place;
            this.positive_span(node)
        });
        let granularity = self.take(&mut fields, "granularity", Self::span);
        if !fields.has("granularity") {
            let source = "the end of a lease is seen as it comes";
            self.note("services", "detect.lease.granularity", "0 s", source, owner);
        }
        if let Some(from) = from {
            *from = self.standpoint(&mut fields);
        } else {
            self.no_standpoint(&mut fields, "a lease runs out in its store");
        }
        self.finish(fields, &["coverage", "false_alarms"]);
        let (ttl, refresh) = (ttl?, refresh?);
        if refresh > ttl {
            let message =
                "a lease that is renewed more seldom than it lives is lost again and again";
            let help = "shorten `refresh`, or lengthen `ttl`";
            self.problem(Problem::new(code::IMPOSSIBLE_CHECK, place, message).help(help));
            return None;
        }
        Some(Lease { ttl, refresh, granularity: granularity.unwrap_or(Span::ZERO) })
    }

    /// How the partners give each other up.
    fn session(
        &mut self,
        fields: &mut Fields<'t>,
        heartbeat: Option<Session>,
        stated: bool,
        owner: &str,
    ) -> Session {
        let place = fields.place_of("session");
        let own = self.take(fields, "session", |this, node| {
            let (timeout, ping) = this.beat(node, None)?;
            Some(Session { timeout, ping })
        });
        if fields.has("session") && heartbeat.is_some() {
            let message =
                "the heartbeat of the witness says already how the partners give each other up";
            let problem = Problem::new(code::IMPOSSIBLE_MIRROR, place, message);
            self.problem(problem.help("remove `session`"));
        }
        if !fields.has("session") && heartbeat.is_none() && stated {
            let source = "SQL Server gives a silent partner up after 10 s";
            self.note("services", "mirror.session.timeout", "10 s", source, owner);
            let source = "invented: a ping a second";
            self.note("services", "mirror.session.ping", "1 s", source, owner);
        }
        heartbeat.or(own).unwrap_or(SESSION)
    }

    fn on_mirror_loss(
        &mut self,
        fields: &mut Fields<'t>,
        synchronous: bool,
        owner: &str,
    ) -> Option<OnMirrorLoss> {
        let place = fields.place_of("on_mirror_loss");
        let loss = self.take(fields, "on_mirror_loss", |this, node| {
            let known = &["expose", "stop_writes"];
            let variant = this.variant("what a lost mirror does", node, known, &[])?;
            if variant.name == "expose" {
                this.bare(node, &variant)?;
                return Some(OnMirrorLoss::Expose);
            }
            let mut fields = this.fields("a stop of writes", variant.value)?;
            let until = this.need(&mut fields, "until", Self::law);
            this.finish(fields, &[]);
            Some(OnMirrorLoss::StopWrites(until?))
        });
        let stated = fields.has("on_mirror_loss");
        if stated && !synchronous {
            let message = "an asynchronous commit never waits for the mirror";
            let problem = Problem::new(code::IMPOSSIBLE_MIRROR, place, message);
            self.problem(problem.help("remove `on_mirror_loss`"));
        }
        if !stated && synchronous {
            let source = "SQL Server goes on without a mirror that is lost";
            self.note("services", "mirror.on_mirror_loss", "expose", source, owner);
        }
        loss
    }

    fn resync(&mut self, node: &'t Node<'t>) -> Option<Resync> {
        if node.get("per_hour_missed").is_some() {
            let mut fields = self.fields("a resynchronization", node)?;
            let span = self.need(&mut fields, "per_hour_missed", Self::span);
            self.finish(fields, &[]);
            return span.map(Resync::PerHourMissed);
        }
        if node.get("rate").is_none() {
            return self.law(node).map(Resync::Takes);
        }
        let mut fields = self.fields("a resynchronization", node)?;
        let rate = self.need(&mut fields, "rate", Self::data_rate);
        let writes = self.need(&mut fields, "writes", Self::data_rate);
        self.finish(fields, &[]);
        let (rate, writes) = (rate?, writes?);
        if rate <= writes {
            let message = "a mirror that catches up more slowly than data is written never does";
            let problem = Problem::new(code::IMPOSSIBLE_MIRROR, node.place, message);
            self.problem(problem.help("state a `rate` above `writes`"));
            return None;
        }
        Some(Resync::Bytes { rate, writes })
    }

    /// A law; or a queue and the rate at which it is worked off.
    fn redo(&mut self, node: &'t Node<'t>) -> Option<Law> {
        if node.get("queue").is_none() {
            return self.law(node);
        }
        let mut fields = self.fields("a redo queue", node)?;
        let queue = self.need(&mut fields, "queue", Self::bytes);
        let rate = self.need(&mut fields, "rate", Self::data_rate);
        self.finish(fields, &[]);
        let micros = (u128::from(queue?) * 1_000_000).div_ceil(u128::from(rate?));
        Law::fixed(Span::from_micros(u64::try_from(micros).ok()?)).ok()
    }
}

impl MirrorText {
    /// The name of whoever is watched beside the partners.
    pub fn aide(&self) -> Option<&Name> {
        self.decider.as_ref().and_then(DeciderText::aide)
    }
}
