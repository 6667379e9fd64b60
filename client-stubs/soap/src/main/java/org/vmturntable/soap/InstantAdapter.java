package org.vmturntable.soap;

import jakarta.xml.bind.annotation.adapters.XmlAdapter;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** xs:dateTime as an instant. A time without a zone is taken for UTC (the schema type allows it, our contracts do not). */
public final class InstantAdapter extends XmlAdapter<@Nullable String, @Nullable Instant> {
    @Override
    public @Nullable Instant unmarshal(@Nullable String text) {
        if (text == null) {
            return null;
        }
        TemporalAccessor time = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                text.trim(), java.time.OffsetDateTime::from, LocalDateTime::from);
        return time instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : Instant.from(time);
    }

    @Override
    public @Nullable String marshal(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
