import Testing

@testable import SwiftVMM

@Suite struct KVMSystemTests {
    private func error(opening path: String) -> KVMError? {
        do throws(KVMError) {
            _ = try KVMSystem(path: path)
            return nil
        } catch {
            return error
        }
    }

    @Test func absenceIsSaidPlainly() {
        let error = error(opening: "/nonexistent/kvm")
        #expect(error == .missing(path: "/nonexistent/kvm"))
        #expect(error?.description == "/nonexistent/kvm does not exist")
        #expect(error?.hint != nil)
    }

    @Test func anotherDeviceIsNotKVM() {
        // ENOTTY: no such ioctl there.
        #expect(
            error(opening: "/dev/null")
                == .callFailed(.getAPIVersion, SystemError(number: 25)))
    }

    @Test func aDirectoryCannotBeOpened() {
        guard case .cannotOpen(path: "/", _) = error(opening: "/") else {
            Issue.record("opened / for writing")
            return
        }
    }

    @Test(.enabled(if: (try? KVMSystem()) != nil, "this host has no usable /dev/kvm"))
    func theRealThingAnswers() throws {
        let system = try KVMSystem()
        #expect(try system.value(of: .vcpuLimit) >= 1)
        // Far above every capability that exists.
        #expect(try system.value(of: KVMCapability(rawValue: 1 << 20)) == 0)
    }
}
