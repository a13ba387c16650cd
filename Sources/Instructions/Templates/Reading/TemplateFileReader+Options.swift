import Diagnostics
import JSON

extension TemplateFileReader {
  /// The styles of the file at `path`; `nil` where something is wrong with it.
  mutating func optionStyles(at path: String) -> OptionStyles? {
    let before = problems.count
    guard let root = take({ try JSONDocument.read(path, what: "option styles").object() }) else { return nil }
    for error in root.unknownKeys(["about", "fixed", "random"]) { refuse(error) }
    let fixed = take { try Self.style(root.required("fixed")) }
    guard let random = take({ try root.required("random").object() }) else { return nil }
    for error in random.unknownKeys(["starts", "markers", "ends"]) { refuse(error) }
    let starts = texts(of: random, "starts")
    let ends = texts(of: random, "ends")
    let markers = required(random, "markers").compactMap { field in
      take { try OptionMarker(field.string(), at: field.location) }
    }
    guard problems.count == before, let fixed else { return nil }
    return OptionStyles(fixed: fixed, starts: starts, markers: markers, ends: ends)
  }

  private static func style(_ field: JSONField) throws -> OptionStyle {
    let object = try field.object()
    try object.refuseUnknownKeys(["start", "marker", "end"])
    let marker = try object.required("marker")
    return try OptionStyle(
      start: object["start"].map(text) ?? "", marker: OptionMarker(marker.string(), at: marker.location),
      end: object["end"].map(text) ?? "")
  }

  private mutating func texts(of object: JSONObject, _ key: String) -> [String] {
    required(object, key).compactMap { field in take { try Self.text(field) } }
  }

  /// What stands around options is the same for all of them, so that it has no placeholders.
  private static func text(_ field: JSONField) throws -> String {
    try TemplatePattern(field.string(), allowing: [], at: field.location).filled([:])
  }

  private mutating func required(_ object: JSONObject, _ key: String) -> [JSONField] {
    take {
      let field = try object.required(key)
      let entries = try field.array()
      if entries.isEmpty { throw field.invalid("an empty array", mustBe: "an array of at least one") }
      return entries
    } ?? []
  }
}
