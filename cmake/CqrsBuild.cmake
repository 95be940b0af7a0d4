# How this project's own targets are built. Nothing here reaches the users of the installed package.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

if(CQRS_CCACHE)
  find_program(CQRS_CCACHE_PROGRAM ccache)
  mark_as_advanced(CQRS_CCACHE_PROGRAM)
  if(CQRS_CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CQRS_CCACHE_PROGRAM}")
  endif()
endif()

if(CQRS_SANITIZE)
  add_compile_options(-fsanitize=${CQRS_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${CQRS_SANITIZE})
endif()

add_library(cqrs_warnings INTERFACE)
# GCC 12 takes the members of a std::variant that it does not hold for used (the sanitizers look for the real ones), and
# at -O2 sees overlaps in "text" + std::string that are not there (its bug 105651).
target_compile_options(cqrs_warnings INTERFACE -Wall -Wextra -Wconversion -Wshadow
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-restrict> $<$<BOOL:${CQRS_WERROR}>:-Werror>)

# cqrsc_library(NAME SOURCES a.cpp … [DEPENDS other …] [LIBRARIES imported …])
# One folder of the generator as a static library, target cqrsc_NAME.
# DEPENDS names other folders: only those arrows exist.
function(cqrsc_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;LIBRARIES")
  add_library(cqrsc_${name} STATIC ${arg_SOURCES})
  target_include_directories(cqrsc_${name} PUBLIC "${PROJECT_SOURCE_DIR}/generator")
  list(TRANSFORM arg_DEPENDS PREPEND cqrsc_)
  target_link_libraries(cqrsc_${name} PUBLIC ${arg_DEPENDS} ${arg_LIBRARIES} PRIVATE $<BUILD_INTERFACE:cqrs_warnings>)
endfunction()

# cqrs_test(NAME SOURCES a_test.cpp … [LIBRARIES …])   a GoogleTest program, each of its tests known to ctest
function(cqrs_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES;PROPERTIES")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} GTest::gmock GTest::gtest_main cqrs_warnings)
  target_compile_definitions(${name} PRIVATE CQRS_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 300 ${arg_PROPERTIES})
endfunction()

# cqrs_library(NAME SOURCES a.cpp … [DEPENDS other …] [LIBRARIES imported …])
# One part of the runtime as a static library, target cqrs_NAME, exported as cqrs::NAME. DEPENDS names other parts.
function(cqrs_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;LIBRARIES;PRIVATE_LIBRARIES")
  add_library(cqrs_${name} STATIC ${arg_SOURCES})
  add_library(cqrs::${name} ALIAS cqrs_${name})
  set_target_properties(cqrs_${name} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
  # Code that may move is compiled as if any function could be replaced by another program's, and then none is inlined
  # into the others; nobody replaces ours.
  target_compile_options(cqrs_${name} PRIVATE $<$<CXX_COMPILER_ID:GNU,Clang>:-fno-semantic-interposition>)
  target_compile_features(cqrs_${name} PUBLIC cxx_std_20)
  target_include_directories(cqrs_${name} PUBLIC
    "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/runtime/include>" "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>"
    PRIVATE "${PROJECT_SOURCE_DIR}/runtime/src" "${PROJECT_SOURCE_DIR}/runtime/engines")
  list(TRANSFORM arg_DEPENDS PREPEND cqrs_)
  target_link_libraries(cqrs_${name} PUBLIC ${arg_DEPENDS} ${arg_LIBRARIES}
    PRIVATE ${arg_PRIVATE_LIBRARIES} $<BUILD_INTERFACE:cqrs_warnings>)
  if(NOT CQRS_INSTALL)
    return()
  endif()
  # An engine is a component of the installed package, for itself, because of what it depends on; so are `observe` and
  # `ctl`. The rest belongs together, the memory engine too, which testing uses, with the rows that it keeps.
  set(export runtime)
  if((CMAKE_CURRENT_SOURCE_DIR MATCHES "/engines/" AND NOT name MATCHES "^(memory|rows)$")
     OR name MATCHES "^(observe|ctl)$")
    set(export ${name})
  endif()
  set_property(GLOBAL APPEND PROPERTY CQRS_EXPORTS ${export})
  install(TARGETS cqrs_${name} EXPORT cqrs-${export}-targets ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
endfunction()
