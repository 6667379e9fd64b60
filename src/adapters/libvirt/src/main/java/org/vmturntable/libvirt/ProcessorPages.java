package org.vmturntable.libvirt;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages that a guest's processors touch with their first instructions at its destination: its code and stack, its tables of
 * interrupts and segments, and the page tables on the way to each, for a processor that has just been set up remembers none. They
 * are asked for one after another by a guest that stands still meanwhile. Of processors in x86's long mode; none of others.
 *
 * @see "Intel 64 and IA-32 Architectures Software Developer's Manual, volume 3, 4.5; QEMU 10.0, hmp-commands.hx: info registers, xp"
 */
final class ProcessorPages {
    static final int PAGE_BYTES = 4096;
    /** By Linux's habit what belongs to one processor begins where GS points to in the kernel, and takes some 200 KiB. */
    private static final int PAGES_OF_A_PROCESSOR = 56;

    private static final Pattern REGISTER = Pattern.compile(
            "(?<name>RIP|RSP|GS|TR|GDT|IDT|CR0|CR3|CR4|EFER)\\s*=(?:\\s*\\p{XDigit}{4}\\s+)?\\s*(?<value>\\p{XDigit}+)");
    private static final Pattern WORD = Pattern.compile(": 0x(\\p{XDigit}+)");
    private static final String OWN = "GS";
    private static final List<String> POINTERS = List.of("IDT", "TR", "GDT", "RIP", "RSP", OWN);

    private static final long PAGING = 1L << 31;
    private static final long FIVE_LEVELS = 1 << 12;
    private static final long LONG_MODE = 1 << 10;
    private static final long PRESENT = 1;
    private static final long LARGE = 1 << 7;
    private static final long ADDRESS = 0x000f_ffff_ffff_f000L;
    private static final int BITS_PER_LEVEL = 9;
    private static final int BITS_OF_PAGE = 12;

    private final Function<String, String> ask;
    private final Map<Long, OptionalLong> words = new HashMap<>();
    private final Set<Long> tables = new LinkedHashSet<>();
    private final Set<Long> leaves = new LinkedHashSet<>();
    private final Set<Long> own = new LinkedHashSet<>();

    private ProcessorPages(Function<String, String> ask) {
        this.ask = ask;
    }

    /**
     * Their addresses in the guest's memory, each once: page tables of all processors, then what they lead to, then the rest.
     *
     * @param ask a question to QEMU's human monitor, and its answer
     */
    static List<Long> of(Function<String, String> ask) {
        ProcessorPages found = new ProcessorPages(ask);
        for (String processor : ask.apply("info registers -a").split("CPU#", -1)) {
            found.add(registers(processor));
        }
        found.tables.addAll(found.leaves);
        found.tables.addAll(found.own);
        return List.copyOf(found.tables);
    }

    private static Map<String, Long> registers(String told) {
        Map<String, Long> registers = new HashMap<>();
        Matcher each = REGISTER.matcher(told);
        while (each.find()) {
            registers.putIfAbsent(each.group("name"), Long.parseUnsignedLong(each.group("value"), 16));
        }
        return registers;
    }

    private void add(Map<String, Long> registers) {
        if ((registers.getOrDefault("CR0", 0L) & PAGING) == 0
                || (registers.getOrDefault("EFER", 0L) & LONG_MODE) == 0) {
            return;
        }
        int levels = (registers.getOrDefault("CR4", 0L) & FIVE_LEVELS) == 0 ? 4 : 5;
        long root = registers.getOrDefault("CR3", 0L) & ADDRESS;
        for (String pointer : POINTERS) {
            long address = registers.getOrDefault(pointer, 0L);
            if (address != 0) {
                walk(root, levels, address).ifPresent(page -> {
                    leaves.add(page);
                    if (pointer.equals(OWN) && address < 0) { // the kernel's half
                        addOwn(page);
                    }
                });
            }
        }
    }

    private void addOwn(long first) {
        for (int i = 1; i < PAGES_OF_A_PROCESSOR; i++) {
            own.add(first + (long) i * PAGE_BYTES);
        }
    }

    /** Notes the tables on the way; the page at its end, if there is one. */
    private OptionalLong walk(long root, int levels, long address) {
        long table = root;
        for (int level = levels - 1; level >= 0; level--) {
            tables.add(table);
            int shift = BITS_OF_PAGE + BITS_PER_LEVEL * level;
            long index = (address >>> shift) & ((1 << BITS_PER_LEVEL) - 1);
            OptionalLong entry = word(table + index * Long.BYTES);
            if (entry.isEmpty() || (entry.getAsLong() & PRESENT) == 0) {
                return OptionalLong.empty();
            }
            long next = entry.getAsLong() & ADDRESS;
            if (level == 0 || (entry.getAsLong() & LARGE) != 0) {
                long within = address & ((1L << shift) - 1);
                long start = next & -(1L << shift);
                return OptionalLong.of(start + within - within % PAGE_BYTES);
            }
            table = next;
        }
        return OptionalLong.empty();
    }

    private OptionalLong word(long address) {
        return words.computeIfAbsent(address, at -> {
            Matcher told = WORD.matcher(ask.apply("xp /1gx 0x" + Long.toHexString(at)));
            return told.find() ? OptionalLong.of(Long.parseUnsignedLong(told.group(1), 16)) : OptionalLong.empty();
        });
    }
}
