package org.vmturntable.wsrf.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmturntable.kernel.Failures.assertFails;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vmturntable.kernel.FailureCode;

class TopicTreeTest {
    private static final String NS = "urn:topics";
    private static final Map<String, String> PREFIXES = Map.of("t", NS, "x", "urn:other");
    private final Topic state = new Topic(NS, List.of("migration", "state"));
    private final TopicTree tree = new TopicTree(NS, List.of(state));

    @Test
    void readsAConcretePathWithItsPrefix() {
        assertThat(parse(TopicTree.CONCRETE, " t:migration/state ")).isEqualTo(state);
    }

    @Test
    void readsAPathWithoutPrefixAsItsOwn() {
        assertThat(parse(TopicTree.CONCRETE, "migration/state")).isEqualTo(state);
    }

    @Test
    void readsARootTopicInTheSimpleDialect() {
        assertThat(parse(TopicTree.SIMPLE, "t:migration").text()).isEqualTo("migration");
    }

    @Test
    void refusesAPathInTheSimpleDialect() {
        assertRefused(TopicTree.SIMPLE, "t:migration/state", FailureCode.TOPIC_UNKNOWN);
    }

    @Test
    void refusesWhatIsNotInTheTree() {
        assertRefused(TopicTree.CONCRETE, "t:migration/outcome", FailureCode.TOPIC_UNKNOWN);
        assertRefused(TopicTree.CONCRETE, "", FailureCode.TOPIC_UNKNOWN);
        assertRefused(TopicTree.CONCRETE, "t:", FailureCode.TOPIC_UNKNOWN);
    }

    @Test
    void refusesAForeignOrUndeclaredPrefix() {
        assertRefused(TopicTree.CONCRETE, "x:migration/state", FailureCode.TOPIC_UNKNOWN);
        assertRefused(TopicTree.CONCRETE, "y:migration/state", FailureCode.TOPIC_UNKNOWN);
    }

    @Test
    void refusesAnUnknownDialect() {
        assertRefused("urn:xpath", "t:migration", FailureCode.FILTER_UNSUPPORTED);
    }

    @Test
    void listsTheTopicsAboveTheGivenOnes() {
        assertThat(tree.topics()).extracting(Topic::text).containsExactly("migration", "migration/state");
    }

    private Topic parse(String dialect, String expression) {
        return tree.parse(dialect, expression, PREFIXES::get);
    }

    private void assertRefused(String dialect, String expression, FailureCode code) {
        assertFails(code, () -> parse(dialect, expression));
    }
}
