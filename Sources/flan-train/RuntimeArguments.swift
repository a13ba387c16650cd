import ArgumentParser
import Autograd
import Diagnostics
import Recipes

/// The options of verbs that ask a model which say what computes.
struct RuntimeArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "cpu: this program's kernels; xla: a plug-in of XLA's (flan-train devices lists them).",
      valueName: "kind"),
    completion: .list(RuntimeKind.allCases.map(\.rawValue)), transform: RuntimeArguments.kind)
  var runtime: RuntimeKind?

  @Option(
    help: ArgumentHelp(
      "With --runtime xla: the plug-in, by its name or path; default: FLAN_TRAIN_PJRT, else the first found.",
      valueName: "plug-in"), completion: .file(extensions: ["so", "dylib"]))
  var plugin: String?

  /// Checks the options against each other.
  /// - Parameter threads: the threads of the command line.
  /// - Throws: `ValidationError`.
  func check(threads: Int?) throws {
    try Machine.validate(threads: threads)
    if plugin != nil, runtime != .xla { throw ValidationError("--plugin goes with --runtime xla") }
    if plugin?.isEmpty == true { throw ValidationError("--plugin names a plug-in or its file") }
    if threads != nil, runtime == .xla {
      throw ValidationError("--threads is for --runtime cpu: a plug-in has threads of its own")
    }
  }

  /// The runtime; the processor's own unless another is asked for.
  /// - Throws: what `XLAMachine.runtime` throws.
  func make(threads: Int?) throws -> any Runtime {
    if runtime == .xla { return try XLAMachine.runtime(plugin: plugin) }
    return Machine.processor(threads: threads)
  }

  /// A recipe that is carried out on the runtime of the command line, where that names one.
  func applied(to loaded: LoadedRecipe) -> LoadedRecipe {
    guard let runtime else { return loaded }
    var loaded = loaded
    loaded.recipe.runtime = RuntimeSettings(kind: runtime, plugin: plugin)
    loaded.origins = loaded.origins.filter { !$0.key.hasPrefix("runtime") }
    return loaded
  }

  private static func kind(_ text: String) throws -> RuntimeKind {
    if let kind = RuntimeKind(rawValue: text) { return kind }
    let names = RuntimeKind.allCases.map(\.rawValue)
    throw ValidationError("'\(text)' is no runtime. \(NearestName.advice(for: text, in: names))")
  }
}
