import Models
import Storage

/// A Hugging Face model folder, or a PEFT adapter's with the folder of its base model, that has been opened and checked: the
/// configuration at once, the weights on demand.
package struct OpenedModel: Sendable {
  /// The folder's path.
  package let folder: String
  /// The folder that the model's own weights are in: another one for an adapter.
  package let baseFolder: String
  /// What its `config.json` says, with what the weights have settled.
  package private(set) var configuration: any ModelConfiguration
  /// The model, with its adapter where it has one.
  package private(set) var model: any LanguageModel
  /// The adapter of the folder; `nil` of a whole model.
  package private(set) var adapter: OpenedAdapter?
  /// What the folder holds and the model does not use, in words.
  package let notes: [String]
  private var base: any LanguageModel
  private let weights: WeightsArchive
  /// The adapter whose products are added to the weights as they are read.
  private var merged: OpenedAdapter?
  /// The folder's names of parameters that are called otherwise there.
  private let names: [String: String]

  /// Opens a folder and checks that its weights are those of its configuration, by name, shape and type.
  /// - Parameter cache: remembers the hashes of an adapter's base model; without one that is read as a whole to see that it is
  ///   still the same.
  /// - Throws: `FileError`, `JSONError`, `ModelConfigurationError`, `WeightsError`, `TorchFileError`, `AdapterError`, `UserErrors`.
  package init(folder: String, cache: HashCache? = nil) throws {
    self.folder = folder
    let isAdapter = OpenedAdapter.isIn(folder)
    baseFolder = isAdapter ? try AdapterBase.folder(of: folder) : folder
    let file = try ModelFamilies.read("\(baseFolder)/\(ModelFolder.configurationName)")
    weights = try WeightsArchive(folder: baseFolder)
    let matched = try file.matched(to: weights)
    var settled = matched.configuration
    try settled.readEnds(ofFolder: baseFolder)
    configuration = settled
    base = settled.model
    names = matched.names
    notes = matched.notes
    model = base
    if isAdapter {
      let opened = try OpenedAdapter(folder: folder, beside: base)
      try AdapterBase.check(baseFolder, of: folder, cache: cache)
      model = AdaptedModel(base, opened.adapter)
      adapter = opened
    }
  }

  /// The whole model that the adapter makes of its base model; itself where there is none.
  package var whole: OpenedModel {
    var whole = self
    (whole.model, whole.adapter, whole.merged) = (base, nil, adapter)
    return whole
  }

  /// Lets sequences begin and end with a tokenizer's tokens. A model whose family has no token at the beginning stays as it is, and
  /// what ended answers before still does.
  package mutating func begin(with first: Int32?, endWith last: Int32) {
    configuration.begin(with: first.map(Int.init))
    configuration.end(with: Int(last))
    base = configuration.model
    model = adapter.map { AdaptedModel(base, $0.adapter) } ?? base
  }

  /// Reads the weights into parameters, those of the model among them.
  /// - Throws: `WeightsError` also for a weight that is not finite, `FileError`.
  package func load(into parameters: ParameterStore) throws {
    for specification in base.parameters {
      try parameters[specification.name].withMutableBytes {
        let values = $0.bindMemory(to: Float.self)
        try weights.readFloats(sourceName(specification.name), into: values, requiringFinite: true)
        try merged?.merge(into: values, of: specification.name)
      }
    }
    try adapter?.load(into: parameters)
  }

  /// The model's own weights under their own names, without those of an adapter, to be written: each is read, piece by piece,
  /// when its turn comes.
  ///
  /// A value that is not finite ends the writing with a `WeightsError`.
  package var tensors: [NamedTensor] {
    base.parameters.map { parameter in
      let source = sourceName(parameter.name)
      let tensor = NamedTensor(parameter.name, shape: parameter.shape.dimensions) { [weights] body in
        try weights.file(holding: source).withFinitePieces(of: source, body)
      }
      return merged?.merged(tensor) ?? tensor
    }
  }

  /// Whether all weights of the folder are stored in bfloat16.
  package var isInBFloat16: Bool {
    adapter?.isInBFloat16 ?? weights.tensors.allSatisfy { $0.elementType == .bfloat16 }
  }

  private func sourceName(_ name: String) -> String { names[name] ?? name }
}
