import JSON
import Models

extension RotaryScheme {
  /// Reads the keys of a `config.json`: `rope_theta` and `rope_scaling`, or `rope_parameters`, in which `transformers` 5 has both.
  /// GPT-NeoX's own are `rotary_emb_base` and `rotary_pct`.
  /// - Parameter standard: what holds where a file says nothing.
  /// - Throws: `JSONError`, `ModelConfigurationError.otherSwitch` for a scaling that is not ours.
  init(_ object: JSONObject, standard: RotaryScheme) throws {
    self = standard
    var scheme: JSONObject?
    for key in ["rope_scaling", "rope_parameters"] {
      if let field = object[key], !field.isNull { scheme = try field.object() }
    }
    func number(_ key: String, in object: JSONObject?) throws -> Double? {
      guard let field = object?[key], !field.isNull else { return nil }
      return try ConfigurationValue.positive(field)
    }
    func first(_ keys: [String]) throws -> Double? {
      for (place, key) in keys.flatMap({ [(scheme, $0), (object, $0)] }) {
        if let value = try number(key, in: place) { return value }
      }
      return nil
    }
    base = try first(["rope_theta", "rotary_emb_base"]) ?? base
    share = try first(["partial_rotary_factor", "rotary_pct"]) ?? share
    if share > 1 {
      let field = object["partial_rotary_factor"] ?? object["rotary_pct"] ?? object.field
      throw field.invalid(share, mustBe: "at most 1")
    }
    guard let scheme, let kind = scheme["rope_type"] ?? scheme["type"] else { return }
    func required(_ key: String) throws -> Double { try ConfigurationValue.positive(scheme.required(key)) }
    switch try kind.string() {
    case "default": break
    case "linear": scaling = .linear(factor: try required("factor"))
    case "llama3":
      let constants = Llama3(
        factor: try required("factor"), lowFrequencyFactor: try required("low_freq_factor"),
        highFrequencyFactor: try required("high_freq_factor"),
        originalLength: try required("original_max_position_embeddings"))
      if constants.highFrequencyFactor <= constants.lowFrequencyFactor {
        throw try scheme.required("high_freq_factor")
          .invalid(constants.highFrequencyFactor, mustBe: "more than low_freq_factor")
      }
      scaling = .llama3(constants)
    case let name: throw ModelConfigurationError.otherSwitch(location: kind.location, found: name)
    }
  }

  /// The keys that versions 4 and 5 of `transformers` read.
  /// - Parameter isGPTNeoX: whether base and share have that family's names.
  func entries(isGPTNeoX: Bool) -> [(key: String, value: ConfigurationEntry)] {
    var entries: [(key: String, value: ConfigurationEntry)] = [
      (isGPTNeoX ? "rotary_emb_base" : "rope_theta", .float(base))
    ]
    if isGPTNeoX || share != 1 {
      entries.append((isGPTNeoX ? "rotary_pct" : "partial_rotary_factor", .float(share)))
    }
    switch scaling {
    case nil: break
    case .linear(let factor):
      entries.append(
        ("rope_scaling", .object([("rope_type", .string("linear")), ("factor", .float(factor))])))
    case .llama3(let constants):
      entries.append(
        (
          "rope_scaling",
          .object([
            ("rope_type", .string("llama3")), ("factor", .float(constants.factor)),
            ("low_freq_factor", .float(constants.lowFrequencyFactor)),
            ("high_freq_factor", .float(constants.highFrequencyFactor)),
            ("original_max_position_embeddings", .integer(Int(constants.originalLength))),
          ])
        ))
    }
    return entries
  }
}
