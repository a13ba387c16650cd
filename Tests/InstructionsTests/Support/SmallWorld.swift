import Diagnostics
import Foundation

@testable import Instructions

/// Small tasks made in memory.
enum SmallWorld {
  static func task(
    _ name: String, cluster: String = "cluster", instances: Int, positives: Int = 2, rationales: Bool = false,
    definition: String? = "Say the number after."
  ) -> InstructionTask {
    InstructionTask(
      name: name, cluster: cluster, definitions: definition.map { [$0] } ?? [],
      instances: (0..<instances).map { number in
        Instance(
          input: "\(name) asks \(number)", references: ["\(number + 1)"],
          rationale: rationales ? "After \(number) comes \(number + 1)" : nil, line: number + 1)
      },
      positiveExamples: (0..<positives).map { number in
        WorkedExample(
          input: "\(name) shows \(number)", output: "\(number + 1)",
          rationale: rationales ? "It is next" : nil)
      },
      origin: SourceLocation(file: "\(name).json"))
  }

  static func stream(
    _ tasks: [InstructionTask], seed: UInt64 = 7, shares: FormatShares = .even,
    exemplars: ExemplarConfiguration = .init(), budget: Int? = nil, holdOut: HoldOut = HoldOut(),
    mixture: MixtureConfiguration = MixtureConfiguration(), options: OptionConfiguration = .init(),
    inversionRate: Double? = nil, templates: TemplateLibrary? = nil
  ) throws -> ExampleStream {
    let split = try TaskCollection(tasks).split(holdOut)
    return try ExampleStream(
      mixture: Mixture(split.trained, configuration: mixture), templates: templates ?? .shipped(),
      tokenizer: ByteTestTokenizer(),
      configuration: .init(
        seed: seed, formatShares: shares, exemplars: exemplars, promptBudget: budget, options: options,
        inversionRate: inversionRate))
  }

  /// An example of the given lengths, its tokens telling which example they are from.
  static func example(_ number: Int, inputs: Int, targets: Int, task: String = "task") -> TokenizedExample {
    func ids(_ count: Int) -> [Int32] { Array(repeating: Int32(number + 2), count: count - 1) + [1] }
    return TokenizedExample(
      inputs: ids(inputs), targets: ids(targets),
      provenance: Provenance(task: task, instance: number, format: .zeroShot, template: "t"))
  }
}

extension TemplateLibrary {
  /// The folder of the templates that come with the program.
  static var shippedFolder: String {
    let package = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4).dropFirst()
    return "/" + package.joined(separator: "/") + "/Data/Templates"
  }

  /// The templates that come with the program, which are read once for all tests.
  static func shipped() throws -> TemplateLibrary { try shippedLibrary.get() }
  private static let shippedLibrary = Result { try TemplateLibrary.read([shippedFolder]) }
}

/// A folder that is gone after the test.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "instructions-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String { try write(name, Data(text.utf8)) }

  @discardableResult
  func write(_ name: String, _ bytes: Data) throws -> String {
    let url = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try bytes.write(to: url)
    return "\(path)/\(name)"
  }
}

/// The description of the error that `body` throws, or nothing.
func message(_ body: () throws -> Void) -> String {
  do {
    try body()
    return ""
  } catch {
    return "\(error)"
  }
}
