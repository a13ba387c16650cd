import Foundation
import Testing

@Suite struct VerifyResumeCommandTests {
  @Test func everyStep_isEqual_andTheRunIsNotTouched() throws {
    let world = try SmallWorld()
    _ = try world.run("recipe.json")
    let before = try world.folder.files()
    let result = try world.run("verify-resume", "recipe.json", "--steps", "6")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.outputLines[0].hasPrefix("equal: 6 steps, interrupted after steps 1, 2, 3, 4 and 5"))
    #expect(result.errors.contains("training to step 3, to be interrupted there"))
    #expect(try world.folder.files() == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(world.path)/runs") == ["small"])
  }

  @Test func oneStep_asJSON_leavesNoFolder() throws {
    let world = try SmallWorld()
    let result = try world.run("verify-resume", "recipe.json", "--steps", "100", "--at", "3", "--json")
    #expect(result.status == 0, "\(result.errors)")
    let verdict = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(verdict["isEqual"] as? Bool == true && verdict["steps"] as? Int == 6)
    #expect(verdict["interruptedAfter"] as? [Int] == [3] && verdict["difference"] == nil)
    let prints = try #require(verdict["fingerprints"] as? [[String: Any]])
    #expect(prints.compactMap { $0["step"] as? Int } == Array(1...6))
    // It evaluates after steps 3 and 6; the run ends before the latter.
    #expect(prints[2]["evaluation"] != nil && prints[1]["evaluation"] == nil)
    #expect(!world.folder.exists("runs"))
  }

  @Test(arguments: [["--steps", "1"], ["--steps", "4", "--at", "4"], ["--at", "0"]])
  func badArguments(_ arguments: [String]) throws {
    let world = try SmallWorld()
    let result = try Command.run(["verify-resume", "recipe.json"] + arguments, in: world.path)
    #expect(result.status == 64 && result.errors.contains("must be"), "\(result.errors)")
    #expect(!world.folder.exists("runs"))
  }
}
