//! Circles in a graph, found without recursion: chains may be as long as the file.

/// One circle for every edge that closes one, as positions along it.
pub fn circles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    /// Where a node stands on the path walked, or that it is done.
    #[derive(Clone, Copy)]
    enum Mark {
        New,
        OnPath(usize),
        Done,
    }
    /// A circle is told by its first names; the rest of a long one is not needed.
    const TOLD: usize = 8;

    let mut marks = vec![Mark::New; edges.len()];
    let mut found = Vec::new();
    for start in 0..edges.len() {
        if !matches!(marks[start], Mark::New) {
            continue;
        }
        marks[start] = Mark::OnPath(0);
        let mut path = vec![(start, 0)];
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            let Some(&to) = edges[node].get(*next) else {
                marks[node] = Mark::Done;
                path.pop();
                continue;
            };
            *next += 1;
            match marks[to] {
                Mark::New => {
                    marks[to] = Mark::OnPath(path.len());
                    path.push((to, 0));
                }
                Mark::OnPath(at) => {
                    found.push(path[at..].iter().take(TOLD).map(|(node, _)| *node).collect());
                }
                Mark::Done => {}
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_circle_is_found_and_no_other() {
        assert!(circles(&[vec![1, 2], vec![2], vec![]]).is_empty());
        assert_eq!(circles(&[vec![0]]), [[0]]);
        assert_eq!(circles(&[vec![1], vec![2], vec![1], vec![3]]), [vec![1, 2], vec![3]]);
    }
}
