import JSON
import Models

extension RotaryScheme {
  /// Reads the keys of a `config.json`: `rope_theta` and `rope_scaling`, or `rope_parameters`, in which `transformers` 5 has both.
  /// - Throws: `JSONError`, `ModelConfigurationError.otherSwitch` for a scaling that is not ours.
  init(_ object: JSONObject) throws {
    self.init()
    var scheme: JSONObject?
    for key in ["rope_scaling", "rope_parameters"] {
      if let field = object[key], !field.isNull { scheme = try field.object() }
    }
    func number(_ key: String, in object: JSONObject?) throws -> Double? {
      guard let field = object?[key], !field.isNull else { return nil }
      return try ConfigurationValue.positive(field)
    }
    base = try number("rope_theta", in: scheme) ?? number("rope_theta", in: object) ?? base
    share =
      try number("partial_rotary_factor", in: scheme) ?? number("partial_rotary_factor", in: object) ?? 1
    if share > 1 {
      throw try object.required("partial_rotary_factor").invalid(share, mustBe: "at most 1")
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
  var entries: [(key: String, value: ConfigurationEntry)] {
    var entries: [(key: String, value: ConfigurationEntry)] = [("rope_theta", .float(base))]
    if share != 1 { entries.append(("partial_rotary_factor", .float(share))) }
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
