import Diagnostics
import Testing
import TestSupport

@testable import PJRT

@Suite struct PlugInSearchTests {
  private static let packages = "venv/lib/python3.12/site-packages"

  /// A virtual environment with the files of every package that is known, and others beside them.
  private func environment() throws -> (folder: TemporaryFolder, search: PlugInSearch) {
    let files = [
      "jax_plugins/xla_cuda13/xla_cuda_plugin.so", "jax_plugins/xla_cuda13/__init__.py",
      "jax_plugins/xla_rocm7/xla_rocm_plugin.so", "libtpu/libtpu.so", "libtpu/sdk.so",
      "xla_plugins/xla_cpu_pjrt/xla_cpu_pjrt.so", "numpy/core.so",
    ]
    let folder = try TemporaryFolder()
    for file in files { try folder.write("", to: "\(Self.packages)/\(file)") }
    return (
      folder, PlugInSearch(environment: ["VIRTUAL_ENV": folder.file("venv")], folder: folder.file("work"))
    )
  }

  @Test func virtualEnvironment_hasItsPlugInsByName() throws {
    let (folder, search) = try environment()
    #expect(search.candidates.map(\.name) == ["cuda13", "rocm7", "cpu", "tpu"])
    #expect(
      try search.find("tpu").path == folder.file("\(Self.packages)/libtpu/libtpu.so"))
    #expect(try search.find("cpu").place == folder.file(Self.packages))
  }

  /// Without a name, a card goes before the processor; what `make plugin` has fetched goes before an environment's.
  @Test func order_isThatOfThePlaces() throws {
    let (folder, search) = try environment()
    #expect(try search.find(nil).name == "cuda13")
    try folder.write("", to: "work/.build/plugins/lammps_jax_pjrt_cpu/pjrt_c_api_cpu_plugin.so")
    #expect(try search.find("cpu").place == folder.file("work/.build/plugins"))
    #expect(try search.find(nil).name == "cuda13")
    try folder.write(
      "", to: "work/.venv/lib/python3.11/site-packages/jax_plugins/xla_cuda12/xla_cuda_plugin.so")
    #expect(search.candidates.map(\.name) == ["cpu", "cuda13", "rocm7", "cpu", "tpu", "cuda12"])
  }

  @Test func variable_namesAPathOrAName() throws {
    let (folder, _) = try environment()
    let find = { (value: String, wanted: String?) throws(PlugInSearchError) in
      try PlugInSearch(
        environment: ["VIRTUAL_ENV": folder.file("venv"), "FLAN_TRAIN_PJRT": value], folder: folder.path
      ).find(wanted)
    }
    #expect(
      try find("/opt/libpjrt_cuda.so", nil)
        == .init(name: "cuda", path: "/opt/libpjrt_cuda.so", place: "FLAN_TRAIN_PJRT"))
    #expect(try find("rocm7", nil).name == "rocm7")
    #expect(try find("", nil).name == "cuda13")
    // What is asked for by name goes before the variable, unless the variable's file has that name.
    #expect(try find("/opt/libpjrt_cuda.so", "tpu").name == "tpu")
    #expect(try find("/opt/libpjrt_cuda.so", "cuda").path == "/opt/libpjrt_cuda.so")
    let error = thrown(PlugInSearchError.self) { _ = try find("cuda3", nil) }
    #expect(error?.location?.file == "FLAN_TRAIN_PJRT" && error?.nextStep?.contains("'cuda13'") == true)
  }

  @Test func path_isTakenAsItIs() throws {
    let search = PlugInSearch(environment: [:], folder: "/nowhere")
    #expect(try search.find("plug/my.so") == .init(name: "my", path: "plug/my.so", place: "the path given"))
    #expect(try search.find("libpjrt_cpu.dylib").name == "cpu")
  }

  @Test func nothingFound_namesThePlacesAndHowToGetOne() throws {
    let search = PlugInSearch(environment: ["VIRTUAL_ENV": "/nowhere/venv"], folder: "/nowhere")
    let error = try #require(thrown(PlugInSearchError.self) { _ = try search.find(nil) })
    let places = [
      "/nowhere/.build/plugins", "/nowhere/venv/lib/python*/site-packages", "/nowhere/.venv/lib/python*",
    ]
    #expect(places.allSatisfy(error.problem.contains))
    #expect(error.nextStep?.contains("make plugin") == true && error.category == .usage)
    #expect(
      thrown(PlugInSearchError.self) { _ = try search.find("cuda") }?.problem.contains("'cuda'") == true)
  }
}
