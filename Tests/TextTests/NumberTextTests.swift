import Testing
@testable import Text

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0, "0"), (7, "7"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-1_000, "-1,000"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func grouped(_ value: Int, _ text: String) { #expect(NumberText.grouped(value) == text) }

  @Test(arguments: [
    (0.0, "0"), (5, "5"), (812, "812"), (0.5, "0.5"), (7_100, "7.1k"), (999.9, "1.0k"), (99_940, "99.9k"),
    (123_456, "123k"), (2.6e7, "26.0M"), (1.5e9, "1.5G"), (Double.infinity, "inf"), (-7_100, "-7.1k"),
  ])
  func short(_ value: Double, _ text: String) { #expect(NumberText.short(value) == text) }

  @Test(arguments: [
    ("0.200", "0.2"), ("4.000", "4"), ("-0.500", "-0.5"), ("100", "100"), ("1.0e-10", "1.0e-10"),
  ])
  func withoutTrailingZeros(_ text: String, _ expected: String) {
    #expect(NumberText.withoutTrailingZeros(text) == expected)
  }

  @Test(arguments: [
    (0.001, "1.0e-3"), (5e-4, "5.0e-4"), (0.01, "1.0e-2"), (0.00996, "1.0e-2"), (1, "1.0e0"), (0, "0.0"),
    (-0.002, "-2.0e-3"), (1e-300, "1.0e-300"), (Double.nan, "nan"),
  ])
  func scientific(_ value: Double, _ text: String) { #expect(NumberText.scientific(value) == text) }

  @Test(arguments: [
    (0.0012, "1.2 ms"), (0.812, "812 ms"), (0.99999, "1.0 s"), (4.24, "4.2 s"), (41, "41 s"), (1_560, "26m"),
    (11_100, "3h05m"), (190_000, "2d04h"), (-1, "?"), (Double.nan, "?"), (1e300, "?"),
  ])
  func duration(_ value: Double, _ text: String) { #expect(NumberText.duration(value) == text) }

  @Test(arguments: [(0, "0 B"), (999, "999 B"), (12_345_678, "12.3 MB"), (2_000_000_000, "2.0 GB")])
  func bytes(_ value: Int, _ text: String) { #expect(NumberText.bytes(value) == text) }
}

@Suite struct FileSizeTests {
  @Test(arguments: [
    ("1", 1), ("1000000", 1_000_000), ("2GB", 2_000_000_000), ("2gb", 2_000_000_000), ("500 MB", 500_000_000),
    ("1.5GiB", 1_610_612_736), ("10kB", 10_000), ("1KiB", 1024), ("7b", 7), ("0.5kB", 500),
    ("3TB", 3_000_000_000_000),
  ])
  func reads(_ text: String, bytes: Int) {
    #expect(FileSize(text)?.bytes == bytes)
  }

  @Test(arguments: [
    "", "GB", " 2GB", "-1", "+1", "0", "0.2", "1e9", "1x", "2 G", "inf", "nan", "9223372036854775808",
    "1..2GB",
    "99999999999999TB", "٣GB", "0x10", ".5GB",
  ])
  func refuses(_ text: String) {
    #expect(FileSize(text) == nil)
  }

  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (7_087_616, "7.1 MB"), (11_399_028_736, "11.4 GB"), (250_000_000, "250 MB"),
    (1000, "1.0 kB"), (99_949, "99.9 kB"), (99_960, "100 kB"),
  ])
  func writes(_ bytes: Int, text: String) {
    #expect(FileSize.text(bytes) == text)
  }
}
