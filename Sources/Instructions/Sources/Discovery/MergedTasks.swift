/// Lets a task that is spread over several files of a source be one task.
struct MergedTasks<Base: TaskSink>: TaskSink {
  /// What has been read goes here.
  private(set) var base: Base
  private var indices: [String: Int] = [:]
  /// For each task: how many instances it has, and the file that the last was from.
  private var progress: [Int: (count: Int, file: Int)] = [:]
  private var path = ""
  private var file = 0
  private var merges = false
  /// Whether what follows is held out.
  private var isValidation = false
  /// What the names of tasks that are named after the training file, and after the validation file, begin
  /// with.
  private var stems: (training: String, validation: String)?
  /// The first task of a validation file that has no training examples.
  private(set) var untrained: InstructionTask?

  init(_ base: Base) { self.base = base }

  /// Says that what follows is from the file at `path`.
  mutating func begin(file path: String, merging: Bool) {
    self.path = path
    file += 1
    merges = merging
  }

  /// Says that what follows is from the validation file at `path`: examples of the tasks that have been read,
  /// held out.
  /// - Parameter stem: what tasks are called that are named after the source's training file; one that is
  ///   named after the validation file is the same task.
  mutating func begin(validation path: String, trainingStem stem: String?) {
    isValidation = true
    stems = stem.map { ($0, TaskFileName.stem(of: path)) }
  }

  subscript(task index: Int) -> InstructionTask {
    get { base[task: index] }
    set { base[task: index] = newValue }
  }

  mutating func begin(_ task: InstructionTask) -> Int {
    if isValidation { return beginValidation(task) }
    if merges, let index = indices[task.name], base[task: index].subMixture == task.subMixture {
      return index
    }
    var task = task
    if merges, indices[task.name] != nil, let subMixture = task.subMixture {
      // The same data set in another part of a collection is another task.
      task.name += "@\(subMixture)"
      if let index = indices[task.name] { return index }
    }
    let index = base.begin(task)
    if indices[task.name] == nil { indices[task.name] = index }
    progress[index] = (0, file)
    return index
  }

  private mutating func beginValidation(_ task: InstructionTask) -> Int {
    var names = [task.name]
    if let stems, task.name.hasPrefix(stems.validation) {
      names.append(stems.training + task.name.dropFirst(stems.validation.count))
    }
    guard let index = names.compactMap({ indices[$0] }).first else {
      untrained = untrained ?? task
      return base.begin(task)
    }
    if base[task: index].validationStart == nil {
      base[task: index].validationStart = progress[index]?.count ?? 0
    }
    return index
  }

  /// The names of the tasks that have been begun, sorted.
  var names: [String] { indices.keys.sorted() }

  mutating func append(_ instance: Instance, to task: Int) throws {
    let (count, last) = progress[task] ?? (0, file)
    if last != file { base[task: task].furtherFiles.append(.init(firstInstance: count, path: path)) }
    progress[task] = (count + 1, file)
    try base.append(instance, to: task)
  }

  mutating func skip(_ instance: SkippedInstance, of task: Int) { base.skip(instance, of: task) }
}
