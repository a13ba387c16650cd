import Testing

@testable import PJRT

@Suite struct ClientOptionsTests {
  @Test(arguments: ["cuda", "cuda12", "cuda13", "rocm7", "gpu", "oneapi"])
  func cards_haveAShareOfTheirMemoryTaken_butNotToBeLookedAt(_ name: String) {
    #expect(
      ClientOptions.running(name, memoryFraction: 0.5)
        == ["memory_fraction": .number(0.5), "preallocate": .flag(true)])
    #expect(ClientOptions.lookingAt(name) == ["preallocate": .flag(false)])
    #expect(ClientOptions.isForCard(name))
  }

  @Test func processor_isOneDevice_andOthersAreAskedNothing() {
    for options in [ClientOptions.running("cpu", memoryFraction: 0.5), ClientOptions.lookingAt("cpu")] {
      #expect(options == ["cpu_device_count": .integer(1)])
    }
    for name in ["tpu", "my-own"] {
      #expect(ClientOptions.running(name, memoryFraction: 0.5).isEmpty && !ClientOptions.isForCard(name))
      #expect(ClientOptions.lookingAt(name).isEmpty)
    }
  }

  @Test(.needsPlugIn) func options_areThoseOfThePlugIn() throws {
    let client = try PJRTClient(
      try TestPlugIn.plugIn(), options: ClientOptions.running("cpu", memoryFraction: 0.9))
    #expect(client.devices.count == 1)
  }
}
