import Testing

@testable import PJRT

@Suite(.needsPlugIn) struct PJRTClientTests {
  @Test func client_tellsPlatformAndDevices() throws {
    let client = try TestPlugIn.client()
    #expect(client.platform == "cpu" && client.devices.count == 2)
    #expect(Set(client.devices.map(\.id)).count == 2 && client.devices.allSatisfy { $0.kind == "cpu" })
  }

  @Test func option_isObeyed() throws {
    let client = try PJRTClient(try TestPlugIn.plugIn(), options: ["cpu_device_count": .integer(3)])
    #expect(client.devices.count == 3)
  }

  /// Older plug-ins for the processor pass over options that they do not know.
  @Test func wrongOption_isRefusedByName() throws {
    let plugIn = try TestPlugIn.plugIn()
    do throws(PJRTError) {
      _ = try PJRTClient(plugIn, options: ["cpu_devices": .integer(3)])
      #expect(plugIn.version < PlugIn.APIVersion(0, 115))
    } catch {
      #expect(error.code == .invalidArgument && error.message.contains("cpu_devices"))
      #expect(error.location?.file == TestPlugIn.found?.path)
    }
  }

  /// The plug-ins for the processor do not count, and say so.
  @Test func memory_isToldOrRefused() throws {
    do {
      let memory = try TestPlugIn.client().devices[0].memory()
      #expect(memory.used >= 0)
    } catch {
      let refusal = try #require(error as? PJRTError)
      #expect(refusal.code == .unimplemented && !refusal.message.isEmpty)
    }
  }
}

@Suite struct PJRTErrorTests {
  @Test func lackOfMemory_isRecognised() {
    let error = PJRTError(
      plugIn: "a.so", operation: "run the program", code: .resourceExhausted, message: "Out of memory")
    #expect(error.isOutOfMemory)
    #expect(
      error.description == """
        a.so: could not run the program: Out of memory (resourceExhausted)
          Take fewer rows in a batch, or more devices.
        """)
    #expect(PJRTError.Code(rawValue: 8) == .resourceExhausted && PJRTError.Code(rawValue: 17) == nil)
  }
}
