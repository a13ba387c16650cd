import Models
import JSON

/// The keys of a `config.json` that name the form of the feed-forward layers.
extension FeedForward {
  /// `feed_forward_proj`.
  var projectionName: String {
    switch self {
    case .relu: "relu"
    case .gatedGELU, .gatedExactGELU: "gated-gelu"
    case .gatedSiLU: "gated-silu"
    }
  }

  /// `dense_act_fn`, where `feed_forward_proj` does not say it: `transformers` takes "gated-gelu" for the tanh
  /// approximation.
  var activationName: String? {
    switch self {
    case .relu, .gatedGELU, .gatedSiLU: nil
    case .gatedExactGELU: "gelu"
    }
  }

  /// The form that `feed_forward_proj` names, where `dense_act_fn` and `is_gated_act`, which `transformers` writes
  /// beside it and prefers to it, do not say otherwise.
  /// - Parameter form: the form of a file that has none of the keys.
  /// - Throws: `JSONError`, `ModelConfigurationError.otherFeedForward`.
  init(_ object: JSONObject, default form: FeedForward) throws {
    var field: JSONField?
    var name = form.projectionName
    if let given = object["feed_forward_proj"], !given.isNull { (field, name) = (given, try given.string()) }
    var (isGated, activation) = (name.hasPrefix("gated-"), name)
    if isGated { activation.removeFirst("gated-".count) }
    // The one name that stands for another function than it says.
    if name == "gated-gelu" { activation = "gelu_new" }
    if let given = object["dense_act_fn"], !given.isNull { (field, activation) = (given, try given.string()) }
    if let given = object["is_gated_act"], !given.isNull { (field, isGated) = (given, try given.boolean()) }
    switch (isGated, activation) {
    case (false, "relu"): self = .relu
    case (true, "gelu_new"), (true, "gelu_pytorch_tanh"): self = .gatedGELU
    case (true, "gelu"): self = .gatedExactGELU
    case (true, "silu"), (true, "swish"): self = .gatedSiLU
    default:
      let found = field?.location.field == "feed_forward_proj" ? name : (isGated ? "gated-" : "") + activation
      throw ModelConfigurationError.otherFeedForward(
        location: field?.location ?? object.field.location, found: found)
    }
  }
}
