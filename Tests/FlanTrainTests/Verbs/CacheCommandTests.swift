import Foundation
import Testing

/// `cache`, and runs that use what it made.
@Suite struct CacheCommandTests {
  private static let settings = ["data.cache.folder=kept", "data.cache.minimumBytes=0"]

  private static func page(_ result: Command.Result) throws -> NSDictionary {
    try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? NSDictionary)
  }

  @Test func fills_lists_clears() throws {
    let world = try SmallWorld()
    let first = try Command.run(["cache", "recipe.json", "--json"] + Self.settings, in: world.path)
    #expect(first.status == 0, "\(first.errors)")
    let page = try Self.page(first)
    #expect((page["sources"] as? [NSDictionary])?.map { $0["action"] as? String } == ["built"])
    #expect((page["tokens"] as? NSDictionary)?["built"] as? Int == 1)
    #expect(first.errors.contains("reading tasks into the cache"))
    let second = try Self.page(
      Command.run(["cache", "recipe.json", "--json"] + Self.settings, in: world.path))
    #expect((second["sources"] as? [NSDictionary])?.map { $0["action"] as? String } == ["reused"])
    #expect((second["tokens"] as? NSDictionary)?["reused"] as? Int == 1)
    let list = try world.run("cache", "--list", "--folder", "kept")
    #expect(list.outputLines.count == 3 && list.output.contains("stores/") && list.output.contains("tokens/"))
    #expect(try world.run("cache", "--clear", "--folder", "kept").status == 0)
    let empty = try Self.page(world.run("cache", "--list", "--folder", "kept", "--json"))
    #expect((empty["files"] as? [NSDictionary])?.isEmpty == true)
  }

  /// From memory, from stores, and with tokenized examples: the same weights to the last bit.
  @Test func runs_areTheSame_whereverTheDataIs() throws {
    let plain = try SmallWorld()
    #expect(try plain.run("recipe.json", "data.cache.tokens=off").status == 0)
    let weights = try plain.folder.data("\(SmallWorld.checkpoint(6))/model.safetensors")
    let world = try SmallWorld()
    for (name, mode) in [("one", "off"), ("two", "build"), ("three", "reuse")] {
      let result = try Command.run(
        ["recipe.json", "name=\(name)", "data.cache.tokens=\(mode)"] + Self.settings, in: world.path)
      #expect(result.status == 0, "\(result.errors)")
      let told = result.output + result.errors
      #expect(
        told.contains("instances of tasks are") && told.contains("tokenized examples") == (mode != "off"))
      let path = "runs/\(name)/checkpoints/step-00000006/model.safetensors"
      #expect(try world.folder.data(path) == weights)
    }
  }

  @Test func damage_isMended_andTold() throws {
    let world = try SmallWorld()
    _ = try Command.run(["cache", "recipe.json"] + Self.settings, in: world.path)
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(world.path)/kept/stores")
    let store = try #require(names.first { $0.hasSuffix(".store") })
    try world.damage("kept/stores/\(store)", at: 0.99)
    let result = try Command.run(["cache", "recipe.json", "--json"] + Self.settings, in: world.path)
    #expect(result.status == 0 && result.errors.contains("built anew"))
    #expect(
      (try Self.page(result)["sources"] as? [NSDictionary])?.map { $0["action"] as? String } == ["rebuilt"])
  }

  /// Damage in a block of instances or in tokenized examples is met in the middle of a run, which goes on to the same bytes.
  @Test func damageInARun_isMended_andTold() throws {
    let plain = try SmallWorld()
    #expect(try plain.run("recipe.json").status == 0)
    let weights = try plain.folder.data("\(SmallWorld.checkpoint(6))/model.safetensors")
    let world = try SmallWorld()
    _ = try Command.run(["cache", "recipe.json"] + Self.settings, in: world.path)
    let whole = try world.folder.files().filter { $0.key.hasSuffix(".store") || $0.key.hasSuffix(".h5") }
    for (name, bytes) in whole {
      // A file of tokenized examples has gaps between its parts, which nobody reads: so its whole length is damaged.
      let places = name.hasSuffix(".store") ? [0.1] : stride(from: 0.3, to: 1, by: 0.01).map { $0 }
      for place in places { try world.damage(name, at: place) }
      let result = try Command.run(["recipe.json", "--restart"] + Self.settings, in: world.path)
      #expect(result.status == 0, "\(result.errors)")
      #expect(
        result.errors.contains("warning: kept/") && result.errors.contains("built anew"), "\(result.errors)")
      #expect(try world.folder.data("\(SmallWorld.checkpoint(6))/model.safetensors") == weights)
      #expect(try world.folder.data(name) == bytes, "\(name)")
    }
  }

  /// A run, and an evaluation, do without a cache that cannot be; only its own command must have it.
  @Test func folder_thatCannotBe_isDoneWithout() throws {
    let world = try SmallWorld()
    try world.folder.write("a file", to: "kept")
    for arguments in [["recipe.json", "data.cache.tokens=build"], ["eval", "runs/small"]] {
      let result = try Command.run(arguments + Self.settings, in: world.path)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.contains("warning: the cache is done without: kept"), "\(result.errors)")
    }
  }

  @Test(arguments: [
    ["validate", "recipe.json"], ["plan", "recipe.json"], ["inspect", "recipe.json", "--step", "2"],
    ["inspect", "recipe.json", "--statistics"],
  ])
  func whatShowsARecipe_writesNothing(_ arguments: [String]) throws {
    let world = try SmallWorld()
    for mode in ["off", "reuse", "build"] {
      let before = try world.folder.files()
      let call = arguments + Self.settings + ["data.cache.tokens=\(mode)"]
      let result = try Command.run(call, in: world.path)
      #expect(result.status == 0, "\(result.errors)")
      #expect(try world.folder.files() == before && !world.folder.exists("runs"))
      if mode == "off" { _ = try Command.run(["cache", "recipe.json"] + Self.settings, in: world.path) }
    }
  }

  @Test func folder_thatCannotBe_is74() throws {
    let world = try SmallWorld()
    try world.folder.write("a file", to: "kept")
    let result = try Command.run(["cache", "recipe.json"] + Self.settings, in: world.path)
    #expect(result.status == 65 || result.status == 74, "\(result.errors)")
    #expect(result.errors.contains("kept"))
  }

  @Test(arguments: [["cache"], ["cache", "--list", "--clear"], ["cache", "recipe.json", "--folder", "x"]])
  func wrongCalls(arguments: [String]) throws {
    let world = try SmallWorld()
    #expect(try Command.run(arguments, in: world.path).status == 64)
  }
}
