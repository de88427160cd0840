package io.millrace.core.figures;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The profiles that come with Millrace, in the form one writes one's own. Where each rule comes from: docs/accounting/profiles.md. */
final class ShippedProfiles {
    /** ISO 22400-2 on PackML states: what is not production is delay during an order and down time without one. */
    private static final String PACKML =
            """
            state CLEARING delay/down
            state STOPPED delay/down
            state STARTING delay/down
            state IDLE delay/down
            state SUSPENDED delay/down
            state EXECUTE production
            state STOPPING delay/down
            state ABORTING delay/down
            state ABORTED delay/down
            state HOLDING delay/down
            state HELD delay/down
            state UNHOLDING delay/down
            state SUSPENDING delay/down
            state UNSUSPENDING delay/down
            state RESETTING delay/down
            state COMPLETING delay/down
            state COMPLETE delay/down
            mode MAINTENANCE delay/down
            mode MANUAL delay/down
            mode SETUP setup
            reason UNPLANNED delay/down
            reason PLANNED planned
            reason SETUP setup
            reason FAILURE delay/down
            """;

    /** OPC 40001-1, annex C.2. OutOfService is read from ABORTING, ABORTED and CLEARING, and mode None from UNKNOWN. */
    private static final String MACHINERY =
            """
            base packml
            state ABORTING in UNKNOWN down
            state ABORTED in UNKNOWN down
            state CLEARING in UNKNOWN down
            mode MAINTENANCE delay/planned
            mode SETUP setup/planned
            """;

    /** OPC 40501-1 1.01, annex C.2.3: the state alone decides, whether an order is registered or not. Read as above. */
    private static final String MACHINE_TOOL =
            """
            state CLEARING delay
            state STOPPED down
            state STARTING down
            state IDLE down
            state SUSPENDED down
            state EXECUTE production
            state EXECUTE in MAINTENANCE delay/planned
            state EXECUTE in SETUP setup
            state STOPPING down
            state ABORTING delay
            state ABORTED delay
            state HOLDING down
            state HELD down
            state UNHOLDING down
            state SUSPENDING down
            state UNSUSPENDING down
            state RESETTING down
            state COMPLETING down
            state COMPLETE down
            reason UNPLANNED delay/down
            reason PLANNED planned
            reason SETUP setup
            reason FAILURE delay
            """;

    /** MTConnect knows no orders: a program that was begun and not ended stands for one. */
    private static final String MTCONNECT =
            """
            state CLEARING delay/down
            state STOPPED delay/down
            state STARTING delay/down
            state IDLE delay/down
            state SUSPENDED delay
            state EXECUTE production
            state STOPPING delay/down
            state ABORTING delay/down
            state ABORTED delay/down
            state HOLDING delay
            state HELD delay
            state UNHOLDING delay
            state SUSPENDING delay
            state UNSUSPENDING delay
            state RESETTING delay/down
            state COMPLETING delay/down
            state COMPLETE delay/down
            mode MAINTENANCE delay/down
            mode SETUP setup
            reason UNPLANNED delay/down
            reason PLANNED planned
            reason SETUP setup
            reason FAILURE delay/down
            """;

    /** United Manufacturing Hub: codes in ten thousands, with room for finer ones between. */
    private static final String UMH =
            """
            base packml
            native 10000..29999 production
            native 30000..39999 unknown
            native 40000..99999 delay/down
            native 100000..139999 setup
            native 140000..149999 delay/down
            native 150000..159999 planned
            native 160000..169999 unscheduled
            native 170000..179999 down
            native 180000..209999 delay/down
            native 210000..219999 planned
            native 220000..229999 delay/down
            """;

    static final Map<String, Profile> BY_NAME = read();

    private ShippedProfiles() {}

    private static Map<String, Profile> read() {
        final Map<String, Profile> profiles = new LinkedHashMap<>();
        final String[] texts = {PACKML, MACHINERY, MACHINE_TOOL, MTCONNECT, UMH};
        for (int i = 0; i < texts.length; i++) {
            final String name = Profile.NAMES.get(i);
            profiles.put(name, new ProfileReader(name, profiles).read(texts[i]));
        }
        return Collections.unmodifiableMap(profiles);
    }
}
