//! Whether what hangs together hangs on itself.

use super::id::NodeId;
use super::topology::{Dependent, System};

/// Whether the nodes that others depend on form a cycle (members count: a service hangs on them).
pub(super) fn has_cycle(system: &System) -> bool {
    let mut waiting = vec![0u32; system.nodes.len()];
    let next = |dependent: &Dependent| match dependent {
        Dependent::Need(node) => Some(*node),
        Dependent::Member(service, _) => Some(system.services[service.at()].node),
        Dependent::Clock(_) | Dependent::Route(_) => None,
    };
    for node in system.dependents.iter().filter_map(next) {
        waiting[node.at()] += 1;
    }
    let mut open: Vec<NodeId> =
        (0..system.nodes.len()).filter(|at| waiting[*at] == 0).map(NodeId::from).collect();
    let mut seen = 0;
    while let Some(node) = open.pop() {
        seen += 1;
        for dependent in &system.dependents[system.dependents_of(node)] {
            if let Some(node) = next(dependent) {
                waiting[node.at()] -= 1;
                if waiting[node.at()] == 0 {
                    open.push(node);
                }
            }
        }
    }
    seen < system.nodes.len()
}
