package org.vmturntable.testbed.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.vmturntable.testbed.process.HostException;

class EmulatorTest {
    @Test
    void takesTheNewestMachineByNumberNotByLetter() {
        String help = """
                Supported machines are:
                q35                  Standard PC (Q35 + ICH9, 2009) (alias of pc-q35-10.0)
                pc-q35-9.2           Standard PC (Q35 + ICH9, 2009)
                pc-q35-10.0          Standard PC (Q35 + ICH9, 2009)
                pc-q35-2.4           Standard PC (Q35 + ICH9, 2009) (deprecated)
                """;
        assertThat(Emulator.newestMachine(help)).isEqualTo("pc-q35-10.0");
    }

    @Test
    void refusesAQemuThatLosesMemoryWithoutKvm() {
        var old = new Emulator(7, GuestDomain.Hypervisor.TRANSLATOR, "pc-q35-7.2");
        assertThatThrownBy(old::requireFaithful)
                .isInstanceOf(HostException.class)
                .hasMessageContaining("loses guest memory");
    }

    @Test
    void takesAnOldQemuWithKvm() {
        var old = new Emulator(7, GuestDomain.Hypervisor.KVM, "pc-q35-7.2");
        assertThatCode(old::requireFaithful).doesNotThrowAnyException();
    }

    @Test
    void theTrialsRomStartsAtTheResetVector() {
        assertThat(KvmTrial.rom()).hasSize(65536);
        assertThat(KvmTrial.rom()[65536 - 16]).isEqualTo((byte) 0xb0);
    }

    @Test
    void aProcessorVirtualisesIfAFlagSaysSo() {
        assertThat(KvmTrial.virtualises("flags : fpu vmx sse")).isTrue();
        assertThat(KvmTrial.virtualises("flags : fpu svmx vmx_not")).isFalse();
    }
}
