import Diagnostics
import Testing

@Suite struct GroupedDigitsTests {
  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (12_345, "12,345"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func `are groups of three`(value: Int, text: String) {
    #expect(value.withGroupedDigits == text)
  }
}
