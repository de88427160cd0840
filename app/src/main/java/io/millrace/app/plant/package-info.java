/** Master data as it is written in a file: machines, reasons, materials and orders. */
@NullMarked
package io.millrace.app.plant;

import org.jspecify.annotations.NullMarked;
