package org.vmturntable.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessorPagesTest {
    /** As QEMU 10.0.2 tells it, of a Linux guest. */
    private static final String REGISTERS = """

            CPU#0
            RAX=0000000000000000 RBX=0000000000000000 RCX=000000000002da60 RDX=0000000000000000
            RSI=0000000000000001 RDI=ffffffffbda03d68 RBP=0000000000000000 RSP=ffffffffbda03d58
            RIP=ffffffffbca07620 RFL=00000002 [-------] CPL=0 II=0 A20=1 SMM=0 HLT=0
            DS =0000 0000000000000000 00000000 00000000
            FS =0000 0000000000000000 00000000 00000000
            GS =0000 ffff8aad8c000000 00000000 00000000
            LDT=0000 0000000000000000 00000000 00008200 DPL=0 LDT
            TR =0040 fffffe0000003000 00004087 00008900 DPL=0 TSS64-avl
            GDT=     fffffe0000001000 0000007f
            IDT=     fffffe0000000000 00000fff
            CR0=80050033 CR2=00007f68e039e004 CR3=0000000002aa4003 CR4=000006b0
            DR6=00000000ffff0ff0 DR7=0000000000000400
            EFER=0000000000000d01
            """;

    private static final long ROOT = 0x2aa4000;

    private final Map<Long, Long> memory = new HashMap<>();
    private String registers = REGISTERS;

    private String ask(String question) {
        if (question.equals("info registers -a")) {
            return registers;
        }
        assertThat(question).startsWith("xp /1gx 0x");
        long address = Long.parseUnsignedLong(question.substring(10), 16);
        return String.format("%016x: 0x%016x\r\n", address, memory.getOrDefault(address, 0L));
    }

    private List<Long> found() {
        return ProcessorPages.of(this::ask);
    }

    /** Four tables to the page at 0xb4b4000 for the table of interrupts, which the task's shares but for the last entry. */
    private void mapTables() {
        memory.put(ROOT + 8 * 0x1fc, 0xc7d3063L);
        memory.put(0xc7d3000L, 0x80000000c7d1063L);
        memory.put(0xc7d1000L, 0xc7d0063L);
        memory.put(0xc7d0000L, 0x800000000b4b4161L);
        memory.put(0xc7d0000L + 8 * 3, 0x800000000c006161L);
    }

    @Test
    void walksThePageTablesToWhatAProcessorNeedsAtOnce() {
        mapTables();
        assertThat(found()).containsExactly(ROOT, 0xc7d3000L, 0xc7d1000L, 0xc7d0000L, 0xb4b4000L, 0xc006000L);
    }

    @Test
    void endsAtALargePageWithTheSmallOneThatIsWanted() {
        // RIP ffffffffbca07620 in a page of 2 MiB at 0x3ca00000
        memory.put(ROOT + 8 * 0x1ff, 0x5015063L);
        memory.put(0x5015000L + 8 * 0x1fe, 0x5016063L);
        memory.put(0x5016000L + 8 * 0x1e5, 0x3ca001e1L);
        assertThat(found()).containsExactly(ROOT, 0x5015000L, 0x5016000L, 0x3ca07000L);
    }

    @Test
    void takesWhatLinuxKeepsForAProcessorToo() {
        // GS ffff8aad8c000000 in a page of 1 GiB at 0x40000000
        memory.put(ROOT + 8 * 0x115, 0x6001063L);
        memory.put(0x6001000L + 8 * 0xb6, 0x400001e3L);
        assertThat(found()).contains(0x4c000000L, 0x4c000000L + 55 * 4096).hasSize(2 + 56);
    }

    @Test
    void walksFiveLevelsWhereTheyAreInUse() {
        registers = REGISTERS.replace("CR4=000006b0", "CR4=000016b0");
        memory.put(ROOT + 8 * 0x1ff, 0x7000063L);
        memory.put(0x7000000L + 8 * 0x1fc, 0xc7d3063L);
        mapTables();
        assertThat(found()).contains(0x7000000L, 0xc7d3000L, 0xc7d1000L, 0xc7d0000L, 0xb4b4000L);
    }

    @Test
    void notesEachPageOfSeveralProcessorsOnce() {
        mapTables();
        List<Long> ofOne = found();
        registers = REGISTERS + REGISTERS.replace("CPU#0", "CPU#1");
        assertThat(found()).isEqualTo(ofOne);
    }

    @Test
    void tellsNothingOfProcessorsThatAreNotInLongModeOrOfAnotherKind() {
        mapTables();
        registers = REGISTERS.replace("CR0=80050033", "CR0=00050033");
        assertThat(found()).isEmpty();
        registers = REGISTERS.replace("EFER=0000000000000d01", "EFER=0000000000000901");
        assertThat(found()).isEmpty();
        registers = "CPU#0\n PC=ffffffc010081d80 X00=0000000000000001 X01=ffffffc011f93e60\n";
        assertThat(found()).isEmpty();
        registers = "unknown command: 'info registers'";
        assertThat(found()).isEmpty();
    }
}
