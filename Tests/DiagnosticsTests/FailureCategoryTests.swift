import Testing

@testable import Diagnostics

@Test func exitCodesFollowSysexits() {
  let codes = FailureCategory.allCases.map { "\($0): \($0.exitCode)" }
  #expect(
    codes == ["failure: 1", "diverged: 2", "usage: 64", "data: 65", "inputOutput: 74", "stopped: 75"])
}
