import Foundation
import Testing

#if os(Linux)
  /// Limits of addresses (`ulimit -v`), which OpenBLAS would wait for for ever: each call ends, with a result or an error that
  /// says why.
  @Suite struct AddressLimitTests {
    /// Runs the command with so many kB of addresses; a call that spins is killed by its limit of processor time.
    private static func run(
      _ arguments: [String], in world: SmallWorld, kilobytes: Int
    ) throws -> Command.Result {
      let script = "ulimit -v \(kilobytes); ulimit -t 60; exec \"$0\" \"$@\""
      return try Command.run(arguments, in: world.path, script: script)
    }

    @Test(arguments: [
      ["schema"], ["plan", "recipe.json"], ["recipe.json", "name=other"], ["eval", "runs/small"],
      ["generate", "runs/small", "a"], ["export", "runs/small", "model", "--force"],
      ["resume", "runs/small"],
    ])
    func everyCallEnds(_ arguments: [String]) throws {
      let world = try SmallWorld()
      #expect(try world.run("recipe.json").status == 0)
      var done = 0
      for megabytes in stride(from: 100, through: 600, by: 100) {
        let result = try Self.run(arguments, in: world, kilobytes: megabytes * 1000)
        if result.status == 0 {
          done += 1
          continue
        }
        // Below what the loader needs for the libraries it says so itself.
        let isLoader = result.status == 127 && result.errors.contains("shared librar")
        #expect(isLoader || result.status == 1, "\(megabytes) MB: \(result.status) \(result.errors)")
        #expect(isLoader || result.errors.contains("error: "), "\(megabytes) MB: \(result.errors)")
      }
      #expect(done >= 2)
    }

    @Test func fewerThreadsAreTaken_andThatIsSaid() throws {
      let world = try SmallWorld()
      let result = try Self.run(["recipe.json", "train.threads=400"], in: world, kilobytes: 1_200_000)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.contains("of 400 threads"), "\(result.errors)")
    }

    @Test func aRunThatDoesNotFitIsRefused() throws {
      let world = try SmallWorld()
      let large = ["model.feedForwardDimension=262144"]
      let plan = try Self.run(["plan", "recipe.json"] + large, in: world, kilobytes: 600_000)
      #expect(plan.status == 0 && plan.output.contains("of ulimit -v, not memory"), "\(plan.output)")
      #expect(plan.errors.contains("the process may take only"), "\(plan.errors)")
      let result = try Self.run(["recipe.json"] + large, in: world, kilobytes: 600_000)
      #expect(result.status == 1 && result.errors.contains("the process may take only"), "\(result.errors)")
    }
  }
#endif
