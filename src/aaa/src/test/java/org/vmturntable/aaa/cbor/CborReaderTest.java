package org.vmturntable.aaa.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.vmturntable.kernel.Failures.assertFails;

import java.util.HexFormat;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmturntable.kernel.FailureCode;
import org.vmturntable.kernel.GridException;

class CborReaderTest {
    /** From RFC 8949, appendix A. */
    @ParameterizedTest
    @CsvSource({
        "00, 0",
        "17, 23",
        "1818, 24",
        "1864, 100",
        "1903e8, 1000",
        "1a000f4240, 1000000",
        "1b000000e8d4a51000, 1000000000000",
        "20, -1",
        "3863, -100",
        "3903e7, -1000"
    })
    void readsAndWritesIntegersAsTheStandardShows(String hex, long value) {
        assertThat(reader(hex).integer()).isEqualTo(value);
        assertThat(new CborWriter().integer(value).toBytes()).isEqualTo(bytes(hex));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1800", // 0 in two bytes
                "1817", // 23 in two bytes
                "190018", // 24 in three
                "1a00000100", // 256 in five
                "1b0000000000000001", // 1 in nine
                "1bffffffffffffffff", // beyond 63 bits
                "1c", // reserved
                "5f4100ff", // indefinite bytes
                "7f6161ff", // indefinite text
                "9fff", // indefinite array
                "bfff", // indefinite map
                "c000", // tag
                "f4", // false
                "f6", // null
                "f93c00", // float
                "ff", // break
                "42aa", // cut short
                "61ff", // not UTF-8
                "62c080", // overlong UTF-8
                "63eda080", // surrogate
                "8200", // cut array
                "a10000a0", // something follows
                "a201000100", // key twice
                "a202000100", // keys out of order
                "a1200000", // negative key
                "818181818181818181818100", // too deep
                "9a7fffffff", // an array longer than any input
                "5a7fffffff", // bytes longer than any input
                ""
            })
    void refusesWhatIsNotDeterministic(String hex) {
        assertFails(FailureCode.TOKEN_MALFORMED, () -> readAll(bytes(hex)));
    }

    @Test
    void readsWhatWasWritten() {
        byte[] written = new CborWriter()
                .map(2)
                .integer(1)
                .array(2)
                .text("vélo")
                .bytes(new byte[] {1, 2})
                .integer(300)
                .integer(Long.MAX_VALUE)
                .toBytes();
        CborReader in = new CborReader(written);
        assertThat(in.map()).isEqualTo(2);
        assertThat(in.integer()).isEqualTo(1);
        in.array(2);
        assertThat(in.text()).isEqualTo("vélo");
        assertThat(in.bytes(2)).containsExactly(1, 2);
        assertThat(in.integer()).isEqualTo(300);
        assertThat(in.integer()).isEqualTo(Long.MAX_VALUE);
        in.end();
    }

    @Example
    void readsTheSmallestInteger() {
        byte[] written = new CborWriter().integer(Long.MIN_VALUE).toBytes();
        assertThat(new CborReader(written).integer()).isEqualTo(Long.MIN_VALUE);
    }

    @Property
    void everyIntegerHasOneFormOnly(@ForAll long value) {
        assertThat(new CborReader(new CborWriter().integer(value).toBytes()).integer())
                .isEqualTo(value);
    }

    /** Whatever comes, it is read or refused; nothing else happens. */
    @Property(tries = 5_000)
    void survivesAnyInput(@ForAll byte[] input) {
        Throwable thrown = catchThrowable(() -> readAll(input));
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(GridException.class);
        }
    }

    private static void readAll(byte[] input) {
        CborReader in = new CborReader(input);
        in.skip();
        in.end();
    }

    private static CborReader reader(String hex) {
        return new CborReader(bytes(hex));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
