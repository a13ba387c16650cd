import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import Checkpoints

private typealias P = PickleBytes

struct HostilePickle: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let bytes: [UInt8]
  /// What the message must name.
  let naming: String

  init(_ name: String, _ bytes: [UInt8], naming: String) {
    (testDescription, self.bytes, self.naming) = (name, bytes, naming)
  }
}

/// A file that a call would leave behind.
private let trace = FileManager.default.temporaryDirectory.appending(path: "pickle-ran-\(UUID().uuidString)")
  .path

private func call(_ module: String, _ name: String, _ text: String = "touch \(trace)") -> [UInt8] {
  P.start + P.name(module, name) + P.tuple(P.text(text)) + P.reduce + P.stop
}

private let hostile: [HostilePickle] = [
  .init("system", call("os", "system"), naming: "'os.system'"),
  .init("posix system", call("posix", "system"), naming: "'posix.system'"),
  .init("eval", call("builtins", "eval"), naming: "'builtins.eval'"),
  .init("exec of Python 2", call("__builtin__", "exec"), naming: "'__builtin__.exec'"),
  .init("subprocess", call("subprocess", "Popen"), naming: "'subprocess.Popen'"),
  .init("getattr", call("builtins", "getattr"), naming: "'builtins.getattr'"),
  .init("another function of torch", call("torch", "load"), naming: "'torch.load'"),
  .init(
    "a private one", call("torch._utils", "_import_dotted_name"), naming: "'torch._utils._import_dotted_name'"
  ),
  .init("a dotted name", call("torch", "_utils._rebuild_tensor_v2"), naming: "nothing of it was run"),
  .init(
    "a name beside ours", call("collections", "OrderedDict.fromkeys"),
    naming: "'collections.OrderedDict.fromkeys'"),
  .init(
    "a name from the stack",
    P.start + P.text("os") + P.text("system") + [0x93] + P.tuple(P.text("x")) + P.reduce + P.stop,
    naming: "'os.system'"),
  .init("a name never called", P.start + P.name("os", "system") + P.stop, naming: "'os.system'"),
  .init(
    "as a weight's hooks",
    Array(P.tensor(count: 1, shape: [1], strides: [1]).dropLast(3)) + P.name("os", "system") + P.stop,
    naming: "'os.system'"),
  .init("INST", P.start + P.mark + Array("ios\nsystem\n".utf8) + P.stop, naming: "INST at byte 3"),
  .init("OBJ", P.start + P.mark + [0x6F] + P.stop, naming: "OBJ"),
  .init(
    "NEWOBJ", P.start + P.name("collections", "OrderedDict") + P.emptyTuple + [0x81] + P.stop,
    naming: "NEWOBJ"),
  .init("NEWOBJ_EX", P.start + [0x92] + P.stop, naming: "NEWOBJ_EX"),
  .init("EXT1", P.start + [0x82, 1] + P.stop, naming: "EXT1"),
  .init("a persistent id of text", P.start + Array("P0\n".utf8) + P.stop, naming: "PERSID"),
  .init("no instruction", P.start + [0xFF] + P.stop, naming: "number 255"),
  .init(
    "a call of a text", P.start + P.text("os.system") + P.emptyTuple + P.reduce + P.stop,
    naming: "a text is called"),
  .init(
    "attributes of a name", P.start + P.name("torch", "FloatStorage") + P.emptyDictionary + [0x62] + P.stop,
    naming: "is given attributes"),
  .init(
    "a dictionary of calls",
    P.start + P.name("collections", "OrderedDict") + P.tuple(P.text("x")) + P.reduce + P.stop,
    naming: "OrderedDict is made of a text"),
  .init(
    "a call of a type", P.start + P.name("torch", "FloatStorage") + P.emptyTuple + P.reduce + P.stop,
    naming: "is called"),
  .init(
    "a persistent id of another kind",
    P.start + P.tuple(P.text("module"), P.text("x")) + P.persistentID + P.stop,
    naming: "not that of a storage"),
]

private let malformed: [HostilePickle] = [
  .init("empty", [], naming: "cut"),
  .init("no end", P.start + [0x4E], naming: "cut"),
  .init("nothing on the stack", P.start + P.stop, naming: "stack is empty"),
  .init("below a mark", P.start + [0x4E] + P.mark + [0x85] + P.stop, naming: "stack is empty"),
  .init("no mark", P.start + [0x4E, 0x74] + P.stop, naming: "no mark"),
  .init(
    "text of a megabyte", P.start + P.text(String(repeating: "x", count: 1 << 20)) + P.stop,
    naming: "too long"),
  .init("text of 4 GB", P.start + [0x58, 0xFF, 0xFF, 0xFF, 0xFF] + P.stop, naming: "a text is cut"),
  .init("text of 16 EB", P.start + [0x8D] + [UInt8](repeating: 0xFF, count: 8) + P.stop, naming: "cut"),
  .init(
    "text of 8 EB", P.start + [0x8D] + [UInt8](repeating: 0xFF, count: 7) + [0x7F] + P.stop, naming: "cut"),
  .init("text that is no UTF-8", P.start + [0x8C, 1, 0xFF] + P.stop, naming: "no UTF-8"),
  .init(
    "number of 9 bytes", P.start + [0x8A, 9] + [UInt8](repeating: 1, count: 9) + P.stop, naming: "too large"),
  .init("a memo that is not there", P.start + [0x68, 7] + P.stop, naming: "has not made"),
  .init(
    "items of a text", P.start + P.text("a") + P.text("b") + P.text("c") + [0x73] + P.stop,
    naming: "no dictionary"),
  .init(
    "an odd number of items", P.start + P.emptyDictionary + P.mark + P.text("a") + [0x75] + P.stop,
    naming: "no dictionary"),
  .init("items of no list", P.start + P.emptyDictionary + P.text("a") + [0x61] + P.stop, naming: "no list"),
  .init("protocol 6", [0x80, 6] + P.stop, naming: "protocol"),
  .init(
    "a name without an end", P.start + Array(("c" + String(repeating: "x", count: 5000)).utf8),
    naming: "too long"),
  .init(
    "65 dimensions",
    P.tensor(count: 1, shape: .init(repeating: 1, count: 65), strides: .init(repeating: 1, count: 65)),
    naming: "65 dimensions"),
  .init("a negative dimension", P.tensor(count: 1, shape: [-1], strides: [1]), naming: "impossible shape"),
  .init("a negative stride", P.tensor(count: 1, shape: [1], strides: [-1]), naming: "impossible shape"),
  .init(
    "a negative offset", P.tensor(count: 1, offset: -1, shape: [1], strides: [1]),
    naming: "impossible shape"),
  .init("strides missing", P.tensor(count: 1, shape: [1], strides: []), naming: "impossible shape"),
]

@Suite struct HostilePickleTests {
  private func error(_ pickle: [UInt8], storages: [String: [UInt8]] = [:]) throws -> TorchFileError? {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      ZipBytes.torch(pickle: pickle, storages: storages).bytes, to: "pytorch_model.bin")
    return thrown(TorchFileError.self) { _ = try WeightsFile(path) }
  }

  @Test(arguments: hostile + malformed)
  func isRefusedByName(_ pickle: HostilePickle) throws {
    let error = try #require(try error(pickle.bytes, storages: ["0": [0, 0, 0, 0]]))
    #expect(error.category == .data && error.nextStep != nil)
    #expect(error.problem.contains(pickle.naming), "\(error.problem)")
    #expect(!FileManager.default.fileExists(atPath: trace))
  }

  /// The same bytes where no zip file is around them.
  @Test(arguments: hostile)
  func isRefusedInTheOlderFormat(_ pickle: HostilePickle) throws {
    let folder = try TemporaryFolder()
    let legacy = try contents(Fixture.path("torch/views-legacy.bin"))
    let path = try folder.write(legacy[..<15] + pickle.bytes, to: "pytorch_model.bin")
    let error = try #require(thrown(TorchFileError.self) { _ = try WeightsFile(path) })
    #expect(error.category == .data && !FileManager.default.fileExists(atPath: trace))
  }

  /// Values nested 200,000 deep, and shared 2^50,000 times over, take neither stack nor memory.
  @Test func bombsAreHarmless() throws {
    let deep = P.start + [0x4E] + [UInt8](repeating: 0x85, count: 200_000) + P.stop
    #expect(try error(deep)?.reason == .notADictionary(found: "a tuple"))
    let wide =
      P.start + P.text("x") + [0x71, 0] + (0..<50_000).flatMap { _ in [0x68, 0, 0x86, 0x71, 0] as [UInt8] }
    #expect(try error(wide + P.stop)?.reason == .notADictionary(found: "a tuple"))
    let long = P.start + [UInt8](repeating: 0x4E, count: 300_000) + P.stop
    #expect(try error(long)?.problem.contains("more instructions") == true)
    let ofItself = P.start + P.emptyDictionary + [0x71, 0] + P.text("a") + [0x68, 0] + P.setItem + P.stop
    #expect(try error(ofItself)?.reason == .notATensor(name: "a", found: "a dictionary"))
  }

  struct View: Sendable {
    let count: Int
    var offset = 0
    let shape: [Int]
    let strides: [Int]
    var bytes = 16
  }

  @Test(arguments: [
    View(count: 5, shape: [5], strides: [1]), View(count: 4, shape: [5], strides: [1]),
    View(count: 4, offset: 1, shape: [4], strides: [1]), View(count: 4, shape: [2, 2], strides: [3, 1]),
    View(count: 4, shape: [2], strides: [.max]), View(count: 4, offset: .max, shape: [1], strides: [1]),
    View(count: .max, shape: [1], strides: [1]), View(count: 1 << 62, shape: [1], strides: [1]),
    View(count: 4, shape: [1 << 40, 1 << 40], strides: [0, 0]), View(count: 4, shape: [100], strides: [0]),
    View(count: 4, shape: [3], strides: [1 << 62]), View(count: 1, shape: [1], strides: [1], bytes: 3),
  ])
  func viewsOutsideTheirStorageAreRefused(_ view: View) throws {
    let pickle = P.tensor(count: view.count, offset: view.offset, shape: view.shape, strides: view.strides)
    let error = try #require(try error(pickle, storages: ["0": .init(repeating: 0, count: view.bytes)]))
    switch error.reason {
    case .shortStorage(let name, _, _), .outsideStorage(let name, _): #expect(name == "a")
    default: Issue.record("\(error)")
    }
    #expect(error.location?.field == "a")
  }

  @Test func aStorageThatIsNotThere() throws {
    let pickle = P.tensor(count: 1, shape: [1], strides: [1], key: "../../etc/passwd")
    #expect(try error(pickle)?.reason == .noStorage(tensor: "a", key: "../../etc/passwd"))
  }

  @Test func twoTensorsOfOneName() throws {
    let tensor = P.tensor(count: 1, shape: [1], strides: [1])
    let item = tensor.dropFirst(3).dropLast()
    let pickle = P.start + P.emptyDictionary + item + item + P.stop
    #expect(try error(pickle, storages: ["0": [0, 0, 0, 0]])?.reason == .duplicateName("a"))
  }
}
