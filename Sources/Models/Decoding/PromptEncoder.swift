import Autograd

/// The prepared program that reads prompts of one layout's shape, and what it made of the latest prompts.
final class PromptEncoder {
  private(set) var layout: PromptLayout
  /// What steps read of the prompts, by name.
  let outputs: [String: any TensorStorage]
  private let tokens: any TensorStorage
  private let segments: any TensorStorage
  private let positions: any TensorStorage
  private let program: any PreparedProgram

  init(_ model: any LanguageModel, _ parameters: ParameterStore, runtime: any Runtime, _ layout: PromptLayout)
  {
    self.layout = layout
    let type = TensorType.int32([1, layout.length])
    tokens = runtime.makeStorage(type)
    segments = runtime.makeStorage(type)
    positions = runtime.makeStorage(type)
    var storage = parameters.storage
    storage[DecodingName.tokens] = tokens
    storage[DecodingName.segments] = segments
    storage[DecodingName.promptPositions] = positions
    let recorded = model.recordPrompt(length: layout.length)
    let program = runtime.prepare(recorded, storage: storage)
    self.program = program
    outputs = Dictionary(
      recorded.outputs.map { ($0.name, program.output($0.name)) }, uniquingKeysWith: { first, _ in first })
  }

  /// Encodes prompts whose layout has the same shape.
  func run(_ prompts: [[Int32]], _ layout: PromptLayout) {
    self.layout = layout
    let (ids, numbers) = layout.tokens(prompts)
    tokens.set(ids)
    segments.set(numbers)
    positions.set(layout.positions)
    program.run()
  }
}
