import Autograd
import CPURuntime
import Models
import Testing

/// What a generator is said to take, beside what it takes.
@Suite struct SequenceGeneratorMemoryTests {
  /// A runtime that counts what it gives out.
  private final class CountingRuntime: Runtime {
    let runtime = CPURuntime(threads: 1)
    var description: RuntimeDescription { runtime.description }
    var joinsRows: Bool { runtime.joinsRows }
    private(set) var bytes = 0

    func makeStorage(_ type: TensorType) -> any TensorStorage {
      bytes += type.byteCount
      return runtime.makeStorage(type)
    }
    func workspace(of program: Program) -> WorkspaceSize { runtime.workspace(of: program) }
    func prepare(_ program: Program, storage: [String: any TensorStorage]) -> any PreparedProgram {
      let prepared = runtime.prepare(program, storage: storage)
      bytes += prepared.workspaceBytes
      return prepared
    }
    func makeWorkspace(byteCount: Int) -> any Workspace { runtime.makeWorkspace(byteCount: byteCount) }
    func prepare(
      _ program: Program, storage: [String: any TensorStorage], workspace: any Workspace
    ) -> any PreparedProgram { runtime.prepare(program, storage: storage, workspace: workspace) }
  }

  private let model = T5(T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: 64))

  @Test(arguments: [1, 3, 8], [true, false])
  func estimateIsAnUpperBound_exactForOnePrompt(_ count: Int, _ wantsScores: Bool) throws {
    let runtime = CountingRuntime()
    let store = ParameterStore(model.parameters, runtime: runtime)
    store.initialize(seed: 2)
    let lengths = (0..<count).map { 6 + $0 * 3 }
    let prompts: [[Int32]] = lengths.map { [Int32](repeating: 7, count: $0 - 1) + [1] }
    let weights = runtime.bytes
    let generator = SequenceGenerator(
      model, store, runtime: runtime, batch: count, candidates: 60, endIDs: [1])
    _ = try generator.generate(prompts, GenerationOptions(maximumTokens: 20, wantsScores: wantsScores))
    let taken = runtime.bytes - weights
    let estimate = SequenceGenerator.workspaceBytes(
      model, runtime: runtime, lengths: lengths, batch: count, maximumTokens: 20, candidates: 60,
      wantsScores: wantsScores)
    // Ids and places of a step are not counted.
    let small = 4 * count * (32 + 40 + 64) + 4096
    #expect(taken <= estimate + small, "\(taken) \(estimate)")
    if count == 1 { #expect(taken >= estimate, "\(taken) \(estimate)") }
  }

  @Test func noPromptsTakeNothing() {
    let bytes = SequenceGenerator.workspaceBytes(
      model, runtime: CPURuntime(threads: 1), lengths: [], batch: 4, maximumTokens: 20, candidates: 60)
    #expect(bytes == 0)
  }
}
