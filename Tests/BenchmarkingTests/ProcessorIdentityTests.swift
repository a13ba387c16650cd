import Testing

@testable import Benchmarking

@Suite struct ProcessorIdentityTests {
  private static func cpuinfo(_ vendor: String, _ family: Int, _ model: Int, _ name: String, _ flags: String)
    -> String
  {
    """
    processor\t: 0
    vendor_id\t: \(vendor)
    cpu family\t: \(family)
    model\t\t: \(model)
    model name\t: \(name)
    flags\t\t: fpu sse4_2 \(flags)

    processor\t: 1
    model name\t: another
    """
  }

  private static let wide = "avx avx2 fma avx512f avx512dq avx512cd avx512bw avx512vl"

  @Test(arguments: [
    (
      "AuthenticAMD", 26, 2, "AMD EPYC", wide, 2,
      "AMD EPYC (family 26, model 2: Zen 5, Turin), AVX-512, 2 cores"
    ),
    (
      "AuthenticAMD", 25, 1, "AMD EPYC", "avx avx2 fma", 1,
      "AMD EPYC (family 25, model 1: Zen 3, Milan), AVX2, 1 core"
    ),
    (
      "GenuineIntel", 6, 207, "Intel(R)  Xeon(R)", wide, 8,
      "Intel(R) Xeon(R) (family 6, model 207: Emerald Rapids), AVX-512, 8 cores"
    ),
    // The same numbers are another maker's other processor.
    ("AuthenticAMD", 6, 207, "x", "avx", 4, "x (family 6, model 207), AVX, 4 cores"),
    ("GenuineIntel", 6, 999, "x", "", 4, "x (family 6, model 999), SSE, 4 cores"),
  ])
  func names(
    vendor: String, family: Int, model: Int, name: String, flags: String, cores: Int, expected: String
  ) {
    let identity = ProcessorIdentity(cpuinfo: Self.cpuinfo(vendor, family, model, name, flags), cores: cores)
    #expect(identity.name == expected)
    #expect(ProcessorIdentity.isName(identity.name))
  }

  @Test(arguments: [
    ("CPU part\t: 0xd40\nFeatures\t: fp asimd sve\n", "processor of part 0xd40, SVE, 2 cores"),
    ("CPU part\t: 0xd0c\nFeatures\t: fp asimd\n", "processor of part 0xd0c, NEON, 2 cores"),
    ("", "unknown processor, 2 cores"), (":\n: :\nmodel name", "unknown processor, 2 cores"),
  ])
  func namesWhatTellsLess(cpuinfo: String, expected: String) {
    let identity = ProcessorIdentity(cpuinfo: cpuinfo, cores: 2)
    #expect(identity.name == expected)
    #expect(ProcessorIdentity.isName(identity.name))
  }

  @Test(arguments: ["", "Training step", "2 cores", "x, many cores", "x, 2 cores of it", "x, 2", ","])
  func otherHeadingsAreNoNames(heading: String) {
    #expect(!ProcessorIdentity.isName(heading))
  }
}
