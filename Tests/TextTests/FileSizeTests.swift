import Testing

@testable import Text

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
