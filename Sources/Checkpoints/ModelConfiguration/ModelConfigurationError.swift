import Diagnostics

/// A `config.json` that is well written but is not of a model that we have.
package enum ModelConfigurationError: UserError, Equatable {
  /// `model_type` names another architecture.
  case otherArchitecture(location: SourceLocation, found: String)
  /// `feed_forward_proj` names an activation that the family's published models do not have.
  case otherFeedForward(location: SourceLocation, found: String)
  /// A switch has a value that would make another function of the weights than ours.
  case otherSwitch(location: SourceLocation, found: String)

  /// The kind of failure.
  package var category: FailureCategory { .data }

  /// The file, and the part of it that is at fault.
  package var location: SourceLocation? {
    switch self {
    case .otherArchitecture(let location, _), .otherFeedForward(let location, _),
      .otherSwitch(let location, _):
      location
    }
  }

  /// What is wrong.
  package var problem: String {
    switch self {
    case .otherArchitecture(_, let found):
      "the model is a '\(found)', not a T5 or one of the decoders that are supported"
    case .otherSwitch(_, let found): "\(found) is not supported here"
    case .otherFeedForward(_, let found): "the feed-forward layer '\(found)' is not supported"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch self {
    case .otherArchitecture:
      "Take a folder of \(ModelFamilies.all.map { $0.publishedModels }.joined(separator: ", or of "))."
    case .otherSwitch:
      "The weights would be run as another model than they are; take a model without it."
    case .otherFeedForward:
      "Supported: 'relu' (T5 v1.0), 'gated-gelu' (T5 v1.1, Flan-T5), with 'dense_act_fn' 'gelu' as well, and 'gated-silu' (UL2)."
    }
  }
}
