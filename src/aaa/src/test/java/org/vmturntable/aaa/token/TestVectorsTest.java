package org.vmturntable.aaa.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vmturntable.kernel.FailureCode;

/** The format as others must write and read it: a change that breaks these breaks every token in use. */
class TestVectorsTest {
    private static final Properties VECTORS = load();

    @Test
    void keysAreThoseOfTheVectors() {
        assertThat(TokenBench.ISSUER_KEY.verificationKey().hex()).isEqualTo(vector("issuer.publicKey"));
        assertThat(TokenBench.HOLDER.hex()).isEqualTo(vector("holder.thumbprint"));
    }

    /** Ed25519 signatures have no randomness (RFC 8032, 5.1.6), so the whole token is determined. */
    @Test
    void theBlockIsWrittenAsTheVector() {
        SignedBlock signed = SignedBlock.sign(TokenBench.block(), TokenBench.ISSUER_KEY, List.of());
        assertThat(HexFormat.of().formatHex(Token.ofBlocks(List.of(signed)).toBytes()))
                .isEqualTo(vector("token.good"));
        assertThat(HexFormat.of().formatHex(BlockFormat.encode(TokenBench.block())))
                .isEqualTo(vector("payload.good"));
    }

    @Test
    void theGoodTokenIsHonoured() {
        Token good = token("token.good");
        assertThat(TokenBench.verifier().verify(good, TokenBench.presentation()).right())
                .isEqualTo(TokenBench.block());
        assertThat(Token.ofText(good.toText())).isEqualTo(good);
    }

    @TestFactory
    Stream<DynamicTest> everyBadTokenIsRefusedAsTheVectorSays() {
        return VECTORS.stringPropertyNames().stream()
                .filter(name -> name.startsWith("token.bad."))
                .sorted()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    FailureCode code = FailureCode.valueOf(vector("refusal." + name));
                    assertFails(code, () -> TokenBench.verifier().verify(token(name), TokenBench.presentation()));
                }));
    }

    private static Token token(String name) {
        return Token.ofBytes(HexFormat.of().parseHex(vector(name)));
    }

    private static String vector(String name) {
        String value = VECTORS.getProperty(name);
        assertThat(value).as(name).isNotNull();
        return value == null ? "" : value;
    }

    private static Properties load() {
        Properties vectors = new Properties();
        try (InputStream in = TestVectorsTest.class.getResourceAsStream("token-vectors.properties")) {
            vectors.load(in);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
        return vectors;
    }
}
