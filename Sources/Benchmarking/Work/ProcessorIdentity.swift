/// What kind of machine figures are from: its processor, the vectors that it has, and its cores.
///
/// Virtual machines often say no more than `AMD EPYC`; family and model tell the generation.
package struct ProcessorIdentity: Sendable, Equatable {
  /// `AMD EPYC (family 26, model 2: Zen 5, Turin), AVX-512, 2 cores`, on one line.
  package let name: String

  /// Server processors that are common, by vendor, family and model (of `CPUID`, as Linux tells them).
  private static let generations = [
    "AuthenticAMD 25 1": "Zen 3, Milan", "AuthenticAMD 25 17": "Zen 4, Genoa",
    "AuthenticAMD 26 2": "Zen 5, Turin",
    "GenuineIntel 6 85": "Skylake or Cascade Lake", "GenuineIntel 6 106": "Ice Lake",
    "GenuineIntel 6 143": "Sapphire Rapids", "GenuineIntel 6 207": "Emerald Rapids",
  ]

  /// From the text of Linux's `/proc/cpuinfo`, of which the first processor counts.
  package init(cpuinfo: String, cores: Int) {
    var fields: [String: String] = [:]
    for line in cpuinfo.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: ":", maxSplits: 1).map { Self.trimmed($0) }
      if parts.count == 2, fields[parts[0]] == nil { fields[parts[0]] = parts[1] }
    }
    var name =
      fields["model name"] ?? fields["CPU part"].map { "processor of part \($0)" } ?? "unknown processor"
    if let family = fields["cpu family"], let model = fields["model"] {
      let key = "\(fields["vendor_id"] ?? "") \(family) \(model)"
      let generation = Self.generations[key].map { ": \($0)" } ?? ""
      name += " (family \(family), model \(model)\(generation))"
    }
    self.init(name: name, vectors: Self.vectors(fields), cores: cores)
  }

  /// From a name and the vectors, where the system tells no more.
  package init(name: String, vectors: String?, cores: Int) {
    let parts =
      [Self.trimmed(name), vectors].compactMap { $0 } + ["\(cores) \(cores == 1 ? "core" : "cores")"]
    self.name = parts.joined(separator: ", ")
  }

  /// Whether a heading is such a name: it ends in a number of cores.
  package static func isName(_ heading: String) -> Bool {
    guard let last = heading.split(separator: ",").last, heading.contains(",") else { return false }
    let words = last.split(separator: " ")
    return words.count == 2 && Int(words[0]) != nil && ["core", "cores"].contains(String(words[1]))
  }

  private static func vectors(_ fields: [String: String]) -> String? {
    if let features = fields["Features"] {
      return Set(features.split(separator: " ")).contains("sve") ? "SVE" : "NEON"
    }
    guard let flags = fields["flags"].map({ Set($0.split(separator: " ")) }) else { return nil }
    // What the highest level of x86-64 asks of vectors (its psABI).
    if ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"].allSatisfy({ flags.contains($0) }) {
      return "AVX-512"
    }
    return flags.contains("avx2") && flags.contains("fma") ? "AVX2" : flags.contains("avx") ? "AVX" : "SSE"
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
