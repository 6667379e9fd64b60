package org.vmturntable.cli.show;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.Map;

/** JSON as text: indented where it is the only document, on one line where documents follow each other. */
public final class Json {
    private static final ObjectMapper LINE = new ObjectMapper();
    private static final ObjectMapper PAGE = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    public static String page(Map<String, ?> document) {
        return text(PAGE, document);
    }

    public static String line(Map<String, ?> document) {
        return text(LINE, document);
    }

    private static String text(ObjectMapper mapper, Map<String, ?> document) {
        try {
            return mapper.writeValueAsString(document);
        } catch (JsonProcessingException notData) {
            throw new IllegalArgumentException("only maps, lists, texts and numbers can be shown", notData);
        }
    }
}
