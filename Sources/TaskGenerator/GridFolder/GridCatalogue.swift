/// Which tasks a folder of the grid has, under which numbers, and which lists name them.
struct GridCatalogue {
  /// Tasks that are made together.
  struct Entry {
    /// The list that names them.
    let split: String
    /// Their names.
    let names: [String]
    /// Their cluster.
    let cluster: String
    /// Whether the cluster is held out.
    let isHeldOut: Bool
    /// Makes them.
    let make: () throws(TaskGenerationError) -> [GeneratedTask]
  }

  /// All of them in the order of their numbers. A task has the same number in every folder.
  let entries: [Entry]
  /// Each list of tasks with its name: a size of the grid, or a group of further tasks.
  let splits: [(name: String, tasks: [String])]

  /// The clusters that training must leave out, each once.
  var heldOutClusters: [String] {
    entries.filter(\.isHeldOut).map(\.cluster).reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  /// The tasks of a folder with these options.
  init(_ options: GridOptions) {
    let maker = GridTasks(seed: options.seed)
    let trained = Self.trained(options, maker)
    let others =
      Self.heldOut(options, maker) + Self.compositions(options, maker) + Self.people(maker)
    entries = trained + others
    let sizes = Grid.sizes.filter { $0 <= options.tasks }
    splits =
      sizes.map { ("\($0)", trained.prefix($0).flatMap(\.names)) }
      + others.reduce(into: []) { lists, entry in
        if let last = lists.indices.first(where: { lists[$0].name == entry.split }) {
          lists[last].tasks += entry.names
        } else {
          lists.append((entry.split, entry.names))
        }
      }
  }

  private static func trained(_ options: GridOptions, _ maker: GridTasks) -> [Entry] {
    Grid.trained.prefix(options.tasks).enumerated().map { index, cell in
      Entry(
        split: "\(options.tasks)", names: [GridTasks.name(cell.name, number: index + 1)],
        cluster: cell.cluster,
        isHeldOut: false
      ) { () throws(TaskGenerationError) in
        [
          try maker.task(
            at: cell, number: index + 1, instances: options.instances(ofTask: index),
            instruction: options.isShuffled ? maker.shuffledInstruction(for: cell) : nil)
        ]
      }
    }
  }

  private static func heldOut(_ options: GridOptions, _ maker: GridTasks) -> [Entry] {
    Grid.heldOut.enumerated().map { index, cell in
      let number = Grid.trained.count + 1 + index
      return Entry(
        split: "held-out-pairs", names: [GridTasks.name(cell.name, number: number)], cluster: cell.cluster,
        isHeldOut: true
      ) { () throws(TaskGenerationError) in
        [try maker.task(at: cell, number: number, instances: options.heldOutInstances)]
      }
    }
  }

  private static func compositions(_ options: GridOptions, _ maker: GridTasks) -> [Entry] {
    let start = Grid.trained.count + Grid.heldOut.count + 1
    return GridComposition.all.enumerated().flatMap { index, composition in
      let isHeldOut = composition.isHeldOut
      let instances = isHeldOut ? options.heldOutInstances : options.compositionInstances
      return GridKind.allCases.enumerated().map { place, kind in
        let number = start + index * GridKind.allCases.count + place
        return Entry(
          split: isHeldOut ? "held-out-compositions" : "compositions",
          names: [GridTasks.name("\(composition.name)_\(kind)", number: number)],
          cluster: composition.cluster,
          isHeldOut: isHeldOut
        ) { () throws(TaskGenerationError) in
          [try maker.task(of: composition, kind, number: number, instances: instances)]
        }
      }
    }
  }

  private static func people(_ maker: GridTasks) -> [Entry] {
    let start =
      Grid.trained.count + Grid.heldOut.count + GridComposition.all.count * GridKind.allCases.count + 1
    return [true, false].enumerated().map { index, isTrained in
      let first = start + index * PersonAttribute.allCases.count
      let names = PersonAttribute.allCases.enumerated().map { place, attribute in
        GridTasks.name(GridTasks.peopleSlug(attribute, trained: isTrained), number: first + place)
      }
      return Entry(
        split: isTrained ? "people" : "held-out-people", names: names,
        cluster: GridTasks.peopleCluster(trained: isTrained), isHeldOut: !isTrained
      ) { () throws(TaskGenerationError) in try maker.people(trained: isTrained, number: first) }
    }
  }
}
