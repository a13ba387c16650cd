import Testing

@testable import Storage

@Suite struct StepNameTests {
  @Test(arguments: [
    (0, "step-00000000"), (500, "step-00000500"), (99_999_999, "step-99999999"),
    (100_000_000, "step-100000000"),
    (123_456_789, "step-123456789"),
  ])
  func names(step: Int, name: String) {
    #expect(StepName.text(step) == name)
    #expect(StepName.step(of: name) == step)
  }

  @Test(arguments: [
    "", "step-", "step-1", "step-0000000500", "step-000005000", "step--0000001", "step-+0000001",
    "step-0000050x",
    "best",
  ])
  func otherNames(name: String) { #expect(StepName.step(of: name) == nil) }
}
