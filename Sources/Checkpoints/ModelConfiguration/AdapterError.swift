import Diagnostics

/// An adapter folder that cannot be taken.
package enum AdapterError: UserError, Equatable {
  /// `peft_type` names another kind of adapter.
  case otherKind(location: SourceLocation, found: String)
  /// A key of the configuration asks for what is not computed here.
  case unsupported(location: SourceLocation, key: String)
  /// The base model is not named, or not where it is said to be.
  case noBase(location: SourceLocation, path: String?)
  /// The base model is not the one that the adapter was trained beside.
  case otherBase(location: SourceLocation, base: String)
  /// A tensor is beside no weight of a linear layer of the base model.
  case noSuchLayer(location: SourceLocation, layer: String, nearest: String?)
  /// The folder is an adapter where a whole model is wanted.
  case notWhole(location: SourceLocation)
  /// The folder is a whole model where an adapter is wanted.
  case noAdapter(location: SourceLocation)

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory {
    switch self {
    case .notWhole, .noAdapter: .usage
    default: .data
    }
  }

  /// The file, and the part of it that is at fault.
  package var location: SourceLocation? {
    switch self {
    case .otherKind(let location, _), .unsupported(let location, _), .noBase(let location, _),
      .otherBase(let location, _), .noSuchLayer(let location, _, _), .notWhole(let location),
      .noAdapter(let location):
      location
    }
  }

  /// What is wrong.
  package var problem: String {
    switch self {
    case .otherKind(_, let found): "the adapter is a '\(found)', not a low-rank one"
    case .unsupported(_, let key): "'\(key)' asks for an adapter that is not a plain low-rank one"
    case .noBase(_, nil): "does not name the base model"
    case .noBase(_, .some(let path)): "the base model '\(path)' is no model folder"
    case .otherBase(_, let base):
      "the model in '\(base)' is not the one that the adapter was trained beside: its weights have changed"
    case .noSuchLayer(_, let layer, _): "'\(layer)' is no linear layer of the base model"
    case .notWhole: "is an adapter, not a whole model"
    case .noAdapter: "is a whole model: there is no adapter to be merged"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch self {
    case .otherKind: "Take an adapter whose peft_type is LORA."
    case .unsupported:
      "Merge it with PEFT (merge_and_unload, save_pretrained) and take the folder of the whole model."
    case .noBase(_, nil): "Write the folder of the base model into it."
    case .noBase(_, .some):
      "Put the base model's folder there, or write the path of another place into base_model_name_or_path."
    case .otherBase: "Put the weights back that it was trained beside, or name their folder in it."
    case .noSuchLayer(_, _, let nearest):
      nearest.map { "The nearest is '\($0)'." } ?? "Take the base model that the adapter was made for."
    case .notWhole: "Merge it first: flan-train export --merge FOLDER OUT."
    case .noAdapter: "Leave --merge out."
    }
  }
}
