package io.millrace.core.aggregate;

import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.machine.Outputs.Stop;
import io.millrace.core.plant.OperationKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands of one machine: the latest statement of each interval and stop, withdrawn ones too, units by piece of time and operation,
 * and the figures made of them. Lists are in the order of time. Not thread-safe.
 */
public interface MachineBook {
    /** @param downNs its downtime, as the intervals in it have it */
    record Standing(Stop stop, long downNs) {}

    @Nullable
    StateInterval interval(long fromNs);

    /** @return those that begin in the time */
    List<StateInterval> intervals(long fromNs, long toNs);

    void put(StateInterval interval);

    @Nullable
    Standing stop(long fromNs);

    /** @return those that begin in the time */
    List<Standing> stops(long fromNs, long toNs);

    /** @return the latest that begins at the time or before it and is not withdrawn */
    @Nullable
    Standing lastStop(long timeNs);

    void put(Standing stop);

    @Nullable
    Counted counted(long fromNs, @Nullable OperationKey operation);

    void put(Counted counted);

    /** @return by its identity, whatever its period's ends */
    @Nullable
    Cell cell(CellId id);

    /** @return those not said as final yet whose {@link Period#orderNs()} lies in the time */
    List<CellId> unfinished(long fromNs, long toNs);

    void put(Cell cell);

    /** Drops what ended before the time. */
    void forgetBefore(long timeNs);
}
