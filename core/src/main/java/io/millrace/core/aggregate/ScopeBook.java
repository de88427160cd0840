package io.millrace.core.aggregate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands of wholes: their figures, and what each part added. Not thread-safe. */
public interface ScopeBook {
    /** @return as it was put, or of a place never heard of before */
    Progress progress(Scope place);

    void put(Scope place, Progress progress);

    @Nullable
    Cell cell(CellId id);

    void put(Cell cell);

    @Nullable
    Aggregate part(CellId id, String part);

    List<Aggregate> parts(CellId id);

    void put(CellId id, String part, Aggregate aggregate);
}
