/// The grid of tasks: 12 operations in 17 of 18 forms on 9 kinds of words are 1,836 tasks to train on, as many as
/// Chung et al. 2022 have (figure 2).
///
/// Each operation has a form in which it is never trained, and 5 of 20 compositions of two operations are never
/// trained. These whole pairs and compositions are held out, and both sides of each are trained in other pairs
/// and compositions: what is tested is whether a model puts together what it has learned apart.
package enum Grid {
  /// A place of the grid.
  package struct Cell: Sendable, Hashable {
    /// What is done.
    package let operation: GridOperation
    /// How the list is written.
    package let form: GridForm
    /// What the list is made of.
    package let kind: GridKind

    /// Whether the pair of operation and form is never trained.
    package var isHeldOut: Bool { form == operation.heldOutForm }
    /// The cluster of its task: the operation, or of a pair that is held out `unseen_` and the pair.
    package var cluster: String {
      isHeldOut ? "\(Grid.heldOutPrefix)\(operation)_\(form)" : "\(operation)"
    }
    /// The name: `first_commas_animals`.
    package var name: String { "\(operation)_\(form)_\(kind)" }
  }

  /// What the names of all clusters begin with that are held out, and no others: one pattern names them.
  package static let heldOutPrefix = "unseen_"

  /// The numbers of tasks for which there is a split, as in the paper's Table 3; each of them is the first
  /// tasks of the next.
  package static let sizes = [9, 89, 282, 1836]

  /// The trained places in their order, of which every prefix has all axes as evenly as its length allows.
  ///
  /// A round goes through the operations, each with a form and a kind that no other of the round shares if it
  /// can be helped. From round to round form and kind move on by one place; as 17 and 9 have no divisor in
  /// common, 153 rounds meet every pair of them once (the Chinese remainder theorem).
  package static let trained: [Cell] = (0..<153).flatMap { round in
    GridOperation.allCases.enumerated().map { number, operation in
      let forms = GridForm.allCases.filter { $0 != operation.heldOutForm }
      let kinds = GridKind.allCases
      return Cell(
        operation: operation, form: forms[(round + 5 * number) % forms.count],
        kind: kinds[(round + 2 * number) % kinds.count])
    }
  }

  /// The held-out places: every operation in its held-out form, with all kinds.
  package static let heldOut: [Cell] = GridOperation.allCases.flatMap { operation in
    GridKind.allCases.map { Cell(operation: operation, form: operation.heldOutForm, kind: $0) }
  }
}
