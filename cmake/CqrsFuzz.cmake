# Programs that take any bytes. docs/fuzzing.md says how to run them for hours.

option(CQRS_BUILD_FUZZERS "Build the fuzz entries as libFuzzer programs (needs clang)" OFF)
if(CQRS_BUILD_FUZZERS AND NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  message(FATAL_ERROR "CQRS_BUILD_FUZZERS needs clang: set CMAKE_CXX_COMPILER to clang++")
endif()

# cqrs_fuzz(NAME SOURCES NAME_entry.cpp … RUNS n [LIBRARIES …] [SEEDS folder …])
# A function that takes any bytes (tests/fuzz/entry.hpp), as a test of seconds: NAME_fuzz_test runs it over the files in
# corpus/NAME, the .cqrs files below the other folders of seeds, and RUNS damaged ones of both. With
# CQRS_BUILD_FUZZERS it is a libFuzzer program too, NAME_fuzzer.
function(cqrs_fuzz name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "RUNS" "SOURCES;LIBRARIES;SEEDS")
  set(fuzz "${PROJECT_SOURCE_DIR}/tests/fuzz")
  cqrs_test(${name}_fuzz_test SOURCES ${arg_SOURCES} "${fuzz}/replay_test.cpp" LIBRARIES ${arg_LIBRARIES})
  target_include_directories(${name}_fuzz_test PRIVATE "${fuzz}")
  list(JOIN arg_SEEDS ":" seeds)
  string(SUBSTRING "${name}" 0 1 initial)
  string(SUBSTRING "${name}" 1 -1 rest)
  string(TOUPPER "${initial}" initial)
  target_compile_definitions(${name}_fuzz_test PRIVATE
    CQRS_FUZZ_ENTRY="${name}" CQRS_FUZZ_CORPUS="${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name}" CQRS_FUZZ_SEEDS="${seeds}"
    CQRS_FUZZ_RUNS=${arg_RUNS} CQRS_FUZZ_SUITE=${initial}${rest}Fuzz)
  if(CQRS_BUILD_FUZZERS)
    add_executable(${name}_fuzzer ${arg_SOURCES})
    target_include_directories(${name}_fuzzer PRIVATE "${fuzz}")
    target_compile_definitions(${name}_fuzzer PRIVATE CQRS_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    target_link_libraries(${name}_fuzzer PRIVATE ${arg_LIBRARIES} cqrs_warnings)
    target_compile_options(${name}_fuzzer PRIVATE -fsanitize=fuzzer)
    target_link_options(${name}_fuzzer PRIVATE -fsanitize=fuzzer)
  endif()
endfunction()
