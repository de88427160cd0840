/** Master data as they are written in a file: the plant, its working time, its materials and its orders. */
@NullMarked
package io.millrace.app.plant;

import org.jspecify.annotations.NullMarked;
